import type { ChannelAnswer, ChannelReply, Delivery, NewChannel } from '@hubscope/core/wire';

/** Where people are told of incidents, as the API asks for it. */
export interface Channels {
  list(): readonly ChannelAnswer[];
  /** @throws HubscopeError `unknown_channel` */
  find(id: string): ChannelAnswer;
  /** @throws HubscopeError `internal_address`, `name_taken`, `limit_reached`, `invalid_request` */
  create(asked: NewChannel): Promise<ChannelAnswer>;
  /** @throws HubscopeError the same, `unknown_channel`, `read_only_channel` */
  replace(id: string, asked: NewChannel): Promise<ChannelAnswer>;
  /** @throws HubscopeError `unknown_channel`, `read_only_channel` */
  remove(id: string): Promise<void>;
  /** Tries a channel at once. @throws HubscopeError `unknown_channel` */
  test(id: string): Promise<ChannelReply>;
  /** Newest first. @throws HubscopeError `unknown_channel` */
  deliveries(id: string): readonly Delivery[];
}
