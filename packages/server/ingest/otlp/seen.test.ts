import { millis } from '@hubscope/core/time';
import { describe, expect, it } from 'vitest';
import { WatchedIntake } from './testing/intake.js';
import { attributesOf, metricsOf, post, spanOf, tracesOf } from './testing/request.js';

const timeUnixNano = '1700000000000000000';

/** Sends a point of each of these series of a metric. */
async function sendPoints(to: WatchedIntake, name: string, ...series: string[]): Promise<void> {
  const dataPoints = series.map((queue) => ({
    timeUnixNano,
    asDouble: 1,
    attributes: attributesOf({ queue }),
  }));
  await post(to, '/v1/metrics', metricsOf([{ name, gauge: { dataPoints } }]));
}

/** Sends a span of each of these names. */
async function sendSpans(to: WatchedIntake, ...names: string[]): Promise<void> {
  await post(to, '/v1/traces', tracesOf(names.map((name) => spanOf(name))));
}

const queues = ({ intake }: WatchedIntake): unknown[] =>
  intake.seen().map((each) => each.attributes['queue']);
const names = ({ intake }: WatchedIntake): string[] => intake.seen().map(({ name }) => name);
const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `n${String(at)}`);

describe.each(['app.jobs', 'queue_depth'])('a mapping’s preview of %s', (metric) => {
  it('tells of twenty of its series', async () => {
    const watched = new WatchedIntake();
    await sendPoints(watched, metric, ...numbered(30));
    expect(queues(watched)).toEqual(numbered(20));
  });

  it('tells of series that come one by one, or begin later', async () => {
    const watched = new WatchedIntake();
    for (const each of numbered(6)) await sendPoints(watched, metric, each);
    expect(queues(watched)).toEqual(numbered(6));
    watched.clock.advance(40_000);
    await sendPoints(watched, metric, ...numbered(7));
    expect(queues(watched)).toEqual(numbered(7));
  });

  it('tells of no series that did not come for a minute, though others of it do', async () => {
    const watched = new WatchedIntake();
    await sendPoints(watched, metric, ...numbered(20));
    for (let passed = 0; passed < 70; passed += 10) {
      watched.clock.advance(10_000);
      await sendPoints(watched, metric, 'n3', 'new');
    }
    expect(queues(watched)).toEqual(['n3', 'new']);
  });

  it.each([1, 10, 25, 29, 60])('tells of it all the time where it comes every %d s', async (interval) => {
    const watched = new WatchedIntake();
    for (let passed = 0; passed < 300; passed += interval) {
      await sendPoints(watched, metric, 'main');
      watched.clock.advance(interval * 1000 - 1);
      expect(queues(watched)).toEqual(['main']);
      watched.clock.advance(1);
    }
  });

  it('holds no more of what it says than a few pages', async () => {
    const watched = new WatchedIntake();
    await sendPoints(watched, metric, ...numbered(20).map((each) => each.padEnd(4000, 'x')));
    expect(queues(watched)).toHaveLength(2);
    watched.clock.advance(61_000);
    await sendPoints(watched, metric, 'main');
    expect(queues(watched)).toEqual(['main']);
  });

  it('goes on where the clock was set back', async () => {
    const watched = new WatchedIntake();
    await sendPoints(watched, metric, ...numbered(20));
    watched.clock.set(millis(watched.clock.now() - 3_600_000));
    await sendPoints(watched, metric, 'main');
    expect(queues(watched)).toContain('main');
  });
});

describe('a mapping’s preview of spans', () => {
  it('tells of names that came in the last minute, whenever their spans ended', async () => {
    const watched = new WatchedIntake();
    await sendSpans(watched, 'a');
    watched.clock.advance(59_000);
    await sendSpans(watched, 'b');
    expect(names(watched)).toEqual(['a', 'b']);
    watched.clock.advance(2000);
    expect(names(watched)).toEqual(['b']);
  });

  it('has room for others once names did not come for a minute', async () => {
    const watched = new WatchedIntake();
    await sendSpans(watched, ...numbered(300));
    expect(names(watched)).toEqual(numbered(200));
    watched.clock.advance(50_000);
    await sendSpans(watched, 'n7', 'one too many');
    watched.clock.advance(11_000);
    await sendSpans(watched, 'other');
    expect(names(watched)).toEqual(['n7', 'other']);
  });

  it('tells what they say now, not what the first of them said', async () => {
    const watched = new WatchedIntake();
    const chat = async (model: string): Promise<void> => {
      const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model };
      await post(watched, '/v1/traces', tracesOf([spanOf('chat', attributes)]));
    };
    await chat('small');
    watched.clock.advance(40_000);
    await chat('large');
    expect(watched.intake.seen()).toMatchObject([{ attributes: { 'gen_ai.request.model': 'large' } }]);
  });
});
