import { hubId } from '@hubscope/core/signal';
import { describe, expect, it } from 'vitest';
import { epochMs, pointAt, Scene, sourceOf, spanAt } from './testing/scene.js';

describe('what the doctor says of a hub', () => {
  it('of which two processes share one instance id', () => {
    const scene = new Scene();
    const total = (value: number, time: number, start: number) =>
      pointAt(
        epochMs + time,
        'process.cpu.time',
        { form: 'sum', temporality: 'cumulative', monotonic: true, value },
        epochMs + start,
      );
    scene.windows.accept([
      total(10, -2000, -9_000_000),
      total(500, -1500, -5_000_000),
      total(11, -1000, -9_000_000),
    ]);
    expect(scene.found('conflict')).toMatchObject({ subject: 'shop', severity: 'error' });
    expect(scene.found('conflict')?.what).toMatch(/^1 not counted: two processes share/);
    expect(scene.found('conflict')?.todo).toContain('service.instance.id=$HOSTNAME-$$');
  });

  it('that has more processes than are kept', () => {
    const scene = new Scene({ limits: { instances: 2 } });
    const all = ['one', 'two', 'three', 'four'];
    scene.windows.accept(all.map((instance) => spanAt(epochMs, sourceOf(instance))));
    expect(scene.found('instance_limit')).toMatchObject({ subject: 'shop', severity: 'error' });
    expect(scene.found('instance_limit')?.what).toMatch(/^2 not counted/);
    expect(scene.found('instance_limit')?.todo).toContain('service.instance.id');
  });

  it('that has stopped: for how long, and nothing of how it reports', () => {
    const scene = new Scene();
    scene.playFor(60, { everyMs: 5000 });
    scene.playFor(30);
    const { findings, healthy, hubs } = scene.doctor.report();
    expect(findings).toMatchObject([{ code: 'silent', severity: 'error', subject: 'shop' }]);
    expect(findings[0]?.what).toMatch(/^It has stopped reporting, for 3\d(?:\.\d)? s\.$/);
    expect([healthy, hubs[0]?.state]).toEqual([false, 'silent']);
  });

  it('that is refused since it floods: which, how much in the last minutes, and what to do', () => {
    const scene = new Scene();
    scene.playFor(1, { everyMs: 200 });
    scene.windows.drop(hubId('shop'), 'refused', 40);
    scene.playFor(200, { everyMs: 200 });
    scene.windows.drop(hubId('shop'), 'refused', 2);
    const found = scene.found('refused');
    expect(found).toMatchObject({ subject: 'shop', severity: 'error' });
    expect(found?.what).toMatch(/^42 refused in the last 5 minutes/);
    expect(found?.todo).toContain('max_ingest_share');
    expect(found?.todo).toContain('OTEL_TRACES_SAMPLER_ARG=0.1');
    scene.playFor(200, { everyMs: 200 });
    expect(scene.found('refused')?.what).toMatch(/^2 refused/);
  });

  it('where nobody knows which one was refused', () => {
    const scene = new Scene();
    scene.windows.drop(null, 'refused', 7);
    expect(scene.found('refused')).toMatchObject({ subject: 'no hub' });
    expect(scene.found('refused')?.what).toContain('whose they are was not known');
  });

  it('of which nothing but unmapped metrics came, which is in no window', () => {
    const scene = new Scene();
    scene.windows.drop(hubId('jobs'), 'unmapped', 3);
    scene.windows.drop(hubId('shop'), 'unmapped', 2);
    scene.playFor(60, { everyMs: 200 });
    const { findings } = scene.doctor.report();
    expect(findings.map(({ code, subject, severity }) => [code, subject, severity])).toEqual([
      ['unmapped', 'jobs', 'warning'],
      ['unmapped', 'shop', 'info'],
    ]);
    expect(findings[0]?.what).toMatch(/^3 not counted: .*nothing else came/);
    expect(findings[0]?.todo).toContain('mapping:');
    scene.playFor(400, { everyMs: 200 });
    expect(scene.codes()).toEqual([]);
  });
});
