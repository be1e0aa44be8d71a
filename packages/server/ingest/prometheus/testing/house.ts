import {
  builtinMappings,
  customMappingRow,
  customSignalRow,
  hubId,
  MappingTable,
  SignalTable,
  valueOf,
  type CustomRow,
  type DropReason,
} from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { Windows, type ClosedSecond } from '@hubscope/core/window';
import { seriesSink, type SeriesSink } from '../../sink.js';

/** Any whole second; tests count from it. */
export const epochMs = 1_764_000_000_000;

/** The windows behind a door, under a simulated clock, and what they handed on. */
export class House {
  readonly clock = new SimulatedClock(millis(epochMs));
  readonly table: SignalTable;
  readonly mappings: MappingTable;
  readonly handed: ClosedSecond[] = [];
  wait: number | null = null;
  readonly windows: Windows;
  readonly sink: SeriesSink;

  /** @param own signals beside those that are built in */
  constructor(own: readonly CustomRow[] = []) {
    this.table = new SignalTable(own.map(customSignalRow));
    this.mappings = new MappingTable([...builtinMappings, ...own.map(customMappingRow)]);
    this.windows = new Windows({
      clock: this.clock,
      table: this.table,
      closed: (second) => this.handed.push(second),
      marker: () => undefined,
    });
    this.sink = seriesSink(this.windows, () => this.wait);
  }

  /** Lets time pass until so many seconds after the start. */
  until(seconds: number): void {
    while (this.clock.now() < epochMs + seconds * 1000) {
      this.clock.set(millis(Math.min(this.clock.now() + 50, epochMs + seconds * 1000)));
      this.windows.advance();
    }
  }

  /** What a hub's second was last handed on as; undefined where it never was. */
  value(hub: string, second: number, column: string): number | null | undefined {
    const found = this.handed.findLast(
      (closed) => closed.hub === hub && closed.second === epochMs / 1000 + second,
    );
    const read = this.table.column(column);
    if (read === null) throw new Error(`no column ${column}`);
    return found === undefined ? undefined : valueOf(found.point, read);
  }

  dropped(hub: string): Readonly<Partial<Record<DropReason, number>>> {
    return this.windows.dropped(hubId(hub));
  }
}
