import { encodeDistribution } from '@hubscope/core/distribution';
import { MappingTable, SignalTable, valueOf } from '@hubscope/core/signal';
import { millis, SimulatedClock } from '@hubscope/core/time';
import { Calls, Windows, type ClosedSecond } from '@hubscope/core/window';
import { openGrant } from '@hubscope/core/access/testing';
import { Intake, type IntakeRequest } from '../../otlp/intake.js';
import { seriesSink } from '../../sink.js';
import { timeMs } from './payloads.js';

/** The way of telemetry from the door to closed seconds, through real windows, in simulated time. */
export class WholeWay {
  /** How many seconds were closed or amended. */
  handed = 0;
  readonly #closed: ClosedSecond[] = [];
  readonly #table = new SignalTable();
  readonly #clock = new SimulatedClock(millis(timeMs + 20));
  readonly #calls = new Calls();
  readonly #windows: Windows;
  readonly #intake: Intake;

  constructor() {
    const mappings = new MappingTable();
    this.#windows = new Windows({
      clock: this.#clock,
      table: this.#table,
      limits: { recentSpans: 1000 },
      closed: (second) => this.#closed.push(second),
      marker: () => undefined,
      counted: (observation, now) => {
        if (observation.type === 'span') this.#calls.note(observation, now);
      },
    });
    const sink = {
      accept: this.#windows.accept.bind(this.#windows),
      ...seriesSink(this.#windows, () => null),
    };
    this.#intake = new Intake({ clock: this.#clock, mappings, sink });
  }

  /** Takes a request in. @throws what a door would answer */
  async take({ signal, encoding }: Pick<IntakeRequest, 'signal' | 'encoding'>, body: Buffer): Promise<void> {
    const request = { signal, encoding, packed: body.length, peer: 'fuzz', grant: openGrant, raw: null };
    await this.#intake.handle({ ...request, body: () => body });
  }

  /** Lets seconds pass, in which what came is closed, and reads it. */
  settle(seconds: number): void {
    for (let passed = 0; passed < seconds; passed += 0.25) {
      this.#clock.advance(250);
      this.#windows.advance();
    }
    for (const { hub, point, components } of this.#closed.splice(0)) {
      this.handed += 1;
      for (const each of [point, ...components]) {
        for (const column of this.#table.columns()) valueOf(each, column);
        for (const reading of each.readings)
          if (reading?.fold === 'distribution') encodeDistribution(reading.distribution);
      }
      this.#calls.list(hub, millis(0), this.#clock.now());
    }
    this.#windows.prune();
    this.#calls.prune(this.#clock.now());
  }
}
