import type { Grant } from '@hubscope/core/access';
import { hubId, type HubId } from '@hubscope/core/signal';
import type { Form } from './viewer.js';

/** What a client of server-sent events asks for. */
export interface AskedEvents {
  readonly form: Form;
  readonly grant: Grant;
  /** Null: the busiest. */
  readonly hub: HubId | null;
  /** Where the client was when it lost its stream, by its own `Last-Event-ID`. */
  readonly lastEventId: string | null;
  /** Headers of the answer beside those of the stream. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a client asks for that polls. */
export interface AskedOnce extends Pick<AskedEvents, 'grant' | 'hub'> {
  /** What the answer before said. */
  readonly after: string | null;
}

/** How far a client came: in which life of the server, of which hub, to which number. */
interface Place {
  readonly epoch: string;
  readonly hub: HubId;
  readonly seq: number;
}

/** A message's id: how far a client has come that got it. */
export function eventId(epoch: string, hub: HubId | null, seq: number): string {
  return `${epoch} ${String(seq)} ${encodeURIComponent(hub ?? '')}`;
}

/** How far a client came by the id that it shows; null where it shows none, or none of ours. */
export function placeOf(id: string | null): Place | null {
  const [, epoch, seq, name] = /^(\S{1,100}) (\d{1,15}) (\S{1,3000})$/.exec(id ?? '') ?? [];
  if (epoch === undefined || seq === undefined || name === undefined) return null;
  try {
    return { epoch, seq: Number(seq), hub: hubId(decodeURIComponent(name)) };
  } catch {
    return null; // it was cut, or is somebody else's
  }
}
