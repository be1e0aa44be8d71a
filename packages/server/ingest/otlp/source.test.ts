import type { Source } from '@hubscope/core/signal';
import { describe, expect, it } from 'vitest';
import { WatchedIntake } from './testing/intake.js';
import { metricsOf, post, spanOf, tracesOf, type Written } from './testing/request.js';

interface Became {
  readonly source: Source;
  readonly component: string | undefined;
  readonly variant: string | undefined;
}

/** What a span of a resource became. */
async function became(resource: Written, redact: string[] = []): Promise<Became> {
  const watched = new WatchedIntake({ privacy: { redact, attributes: [] } });
  await post(watched, '/v1/traces', tracesOf([spanOf('work', {}, { parentSpanId: '' })], resource));
  const [made] = watched.taken;
  if (made?.type !== 'span') throw new Error('it became no span');
  return { source: made.source, component: made.component?.name, variant: made.variant?.name };
}

const named: Written = {
  'hub.name': 'hub of ann@example.org',
  'service.name': 'service of ann@example.org',
  'service.instance.id': 'one',
  'host.name': 'laptop of ann@example.org',
  'service.version': '3 by ann@example.org',
  'hub.variant': 'as ann@example.org likes it',
};

describe('what a resource says', () => {
  it('is redacted wherever it is kept', async () => {
    const { source, component, variant } = await became(named);
    expect(source).toMatchObject({
      hub: 'hub of [redacted]',
      instance: 'one',
      host: 'laptop of [redacted]',
      version: '3 by [redacted]',
    });
    expect([component, variant]).toEqual(['service of [redacted]', 'as [redacted] likes it']);
  });

  it('is redacted in full where it is longer than a name may be', async () => {
    const long = `${'x'.repeat(190)} ann.longname@example.org`;
    expect((await became({ 'hub.name': long })).source.hub).not.toContain('ann');
  });

  it('is redacted as the configuration says too', async () => {
    const { source } = await became({ 'hub.name': 'patient 4711' }, [String.raw`patient \d+`]);
    expect(source.hub).toBe('[redacted]');
  });

  it('is redacted in a mapping’s preview', async () => {
    const watched = new WatchedIntake();
    const gauge = { dataPoints: [{ timeUnixNano: '1700000000000000000', asDouble: 1 }] };
    await post(watched, '/v1/metrics', metricsOf([{ name: 'mine', gauge }], named));
    expect(watched.intake.seen()).toMatchObject([{ hub: 'hub of [redacted]' }]);
  });

  it('is left as it is where nothing is to be redacted', async () => {
    const plain = {
      'service.name': 'shop',
      'service.instance.id': '6f1c2f0a-3b7e-4f0e-9c5d-2a1b3c4d5e6f',
      'host.name': 'ip-10-0-12-34.eu-central-1.compute.internal',
      'service.version': 'shop@1.4.0',
    };
    expect((await became(plain)).source).toMatchObject({
      hub: 'shop',
      instance: plain['service.instance.id'],
      host: plain['host.name'],
      version: plain['service.version'],
    });
  });
});

describe('a process whose name is redacted', () => {
  it.each([
    ['its instance', (who: string): Written => ({ 'service.instance.id': `${who}@example.org` })],
    ['its host', (who: string): Written => ({ 'host.name': `${who}@example.org`, 'process.pid': 7 })],
  ])('(%s) is told from others, and is the same each time', async (_, resource) => {
    const instanceOf = async (who: string): Promise<string> => (await became(resource(who))).source.instance;
    const ann = await instanceOf('ann');
    expect(ann).toMatch(/^[0-9a-f]{16}$/);
    expect(await instanceOf('ann')).toBe(ann);
    expect(await instanceOf('bob')).not.toBe(ann);
  });
});
