import { demand, demandHub, doneBy } from '@hubscope/core/access';
import { hubId, type HubId } from '@hubscope/core/signal';
import type { Clock } from '@hubscope/core/time';
import {
  HubscopeError,
  type AcknowledgeAction,
  type LiveAction,
  type PlainAction,
} from '@hubscope/core/wire';
import type { Audience } from './audience.js';
import type { FeedShape } from './feed.js';
import type { Hubs } from './hubs.js';
import { parseLive, parsePlain } from './messages.js';
import type { StreamPorts } from './ports.js';
import type { Viewer } from './viewer.js';
import { everything, wantedOf, type Wanted } from './wanted.js';

export interface TalkOptions {
  readonly clock: Clock;
  readonly shape: FeedShape;
  readonly hubs: Hubs;
  readonly audience: Audience;
  readonly ports: StreamPorts;
  /** This life of the server. */
  readonly epoch: string;
  readonly onError: (error: unknown) => void;
}

/** What an answer costs of a viewer's allowance: one that takes a whole frame more than a word. */
const costs = { word: 1, whole: 5, refusal: 2 } as const;

/** Answers what viewers send. A message that can't be understood costs its sender an error, and nobody else anything. */
export class Talk {
  /** Messages that could not be understood, or came faster than they are answered. */
  badMessages = 0;
  readonly #options: TalkOptions;
  readonly #all: Wanted;

  constructor(options: TalkOptions) {
    this.#options = options;
    this.#all = wantedOf(options.shape, everything);
  }

  /** @param raw null where the message was no text */
  hear(viewer: Viewer, raw: Buffer | null): void {
    viewer.heardAt = this.#options.clock.now();
    try {
      this.#spend(viewer, costs.word);
      if (viewer.form === 'plain') this.#plain(viewer, parsePlain(raw));
      else this.#live(viewer, parseLive(raw));
    } catch (error) {
      if (error instanceof HubscopeError) {
        this.badMessages += 1;
        this.#refuse(viewer, error);
      } else {
        this.#options.onError(error);
        this.#refuse(viewer, new HubscopeError('internal'));
      }
    }
  }

  /**
   * Moves a viewer to a hub (null: the busiest, or whichever comes first) and shows it whole.
   * @throws HubscopeError `forbidden` where it may not see it
   */
  show(viewer: Viewer, hub: HubId | null, wanted: Wanted | null): void {
    const { hubs, audience, clock } = this.#options;
    if (hub !== null) demandHub(viewer.grant, hub);
    const feed = hub === null ? hubs.busiest(viewer.grant) : hubs.open(hub);
    const group = audience.join(viewer, feed, wanted ?? this.#all);
    if (viewer.idle) group.bring(viewer, clock.now());
    else viewer.behind = true;
  }

  #plain(viewer: Viewer, action: PlainAction): void {
    const { clock } = this.#options;
    if (action.action === 'ping') viewer.answer({ pong: clock.now() });
    else if (action.action === 'acknowledge_alert') {
      this.#acknowledge(viewer, action);
      viewer.answer({ ok: action.action, alert_id: action.data.alert_id });
    } else {
      this.#spend(viewer, costs.whole);
      if (viewer.idle) viewer.group?.bring(viewer, clock.now());
      else viewer.behind = true;
    }
  }

  #live(viewer: Viewer, action: LiveAction): void {
    const { clock, shape } = this.#options;
    if (action.action === 'ping') viewer.answer({ type: 'pong', now: clock.now() });
    else if (action.action === 'acknowledge_alert') {
      this.#acknowledge(viewer, action);
      viewer.answer({ type: 'ok', action: action.action });
    } else {
      this.#spend(viewer, costs.whole);
      if (action.action === 'resume') this.resume(viewer, action);
      else this.show(viewer, action.hub === null ? null : hubId(action.hub), wantedOf(shape, action));
    }
  }

  /** Sends what a viewer missed while it was away; a snapshot where that is no longer there. */
  resume(
    viewer: Viewer,
    { epoch, hub, seq }: Pick<Extract<LiveAction, { action: 'resume' }>, 'epoch' | 'hub' | 'seq'>,
  ): void {
    const name = hubId(hub);
    demandHub(viewer.grant, name);
    // It has had a snapshot of this hub on this very connection, which holds all that a replay would tell.
    if (viewer.group?.feed?.hub === name) {
      viewer.answer({ type: 'ok', action: 'resume' });
      return;
    }
    const feed = this.#options.hubs.find(name);
    if (feed !== null && epoch === this.#options.epoch) {
      const group = this.#options.audience.join(viewer, feed, this.#all);
      if (group.replay(viewer, seq)) return;
    }
    this.show(viewer, name, null);
  }

  #acknowledge({ grant, address }: Viewer, { action, data }: AcknowledgeAction): void {
    const { ports } = this.#options;
    demand(grant, 'operate');
    const hub = ports.hubOf(data.alert_id);
    if (hub !== null) demandHub(grant, hub);
    const by = doneBy(grant, data.by);
    if (!ports.acknowledge(data.alert_id, by, data.note ?? null)) throw new HubscopeError('unknown_alert');
    // As of a request over HTTP: who shows nothing is nobody to be written down.
    if (grant.who !== null)
      ports.note({ who: grant.who, address, what: `WebSocket ${action}`, subject: data.alert_id });
  }

  /** @throws HubscopeError where the viewer asks for more than it may */
  #spend(viewer: Viewer, cost: number): void {
    if (!viewer.allowance.take(cost)) throw new HubscopeError('too_many_requests');
  }

  /** Tells an error, or once that there were too many; then stays silent until there is allowance again. */
  #refuse(viewer: Viewer, error: HubscopeError): void {
    const { allowance } = viewer;
    const told = allowance.take(costs.refusal) ? error : new HubscopeError('too_many_requests');
    if (told !== error && !allowance.firstRefusal()) return;
    const { code, message } = told;
    viewer.answer(
      viewer.form === 'plain' ? { error: { code, message } } : { type: 'error', error: { code, message } },
    );
  }
}
