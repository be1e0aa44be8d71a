import type { SignalTable } from '@hubscope/core/signal';
import type { Encoder } from './group.js';
import { changeFrame, rulesFrame, snapshotFrame } from './live-frames.js';
import { plainColumns, plainFrame } from './plain-frame.js';
import type { StreamPorts } from './ports.js';
import type { Wanted } from './wanted.js';

/** The plain form: a whole frame for each second of the hub that closed. */
export function plainEncoder(table: SignalTable): Encoder {
  const columns = plainColumns(table);
  return {
    whole: (feed, now) => plainFrame(feed, columns, now),
    change: (_feed, { change }) =>
      change.type === 'restart' || (change.type === 'tick' && change.row.point !== null)
        ? 'whole'
        : 'nothing',
  };
}

/** The live form: a snapshot, then what changes. */
export function liveEncoder(table: SignalTable, ports: StreamPorts, wanted: Wanted): Encoder {
  return {
    whole: (feed, now) =>
      snapshotFrame(feed, wanted, now, table, feed === null ? [] : ports.rulesFor(feed.hub)),
    change(feed, numbered, now) {
      const { seq, change } = numbered;
      if (change.type === 'rules') return { message: rulesFrame(seq, table, ports.rulesFor(feed.hub)) };
      const message = changeFrame(feed, numbered, wanted, now);
      return message === null ? 'whole' : { message };
    },
  };
}
