import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config, type Config } from '@hubscope/core/wire';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Court } from './judge/testing/court.js';
import { Listeners } from './listeners.js';
import { certificate } from './notify/testing/receiver.js';
import { happening, Scene } from './notify/testing/scene.js';
import { reconfigure, type Reconfigured } from './reconfiguring.js';

let folder: string;
let settings: Config;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hubscope-reconfigure-'));
  await renew();
  const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  settings = config.parse({ tls, channels: [desk] });
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const desk = { name: 'desk', type: 'webhook', url: 'https://hooks.example/' };

async function renew(): Promise<void> {
  const { cert, key } = await certificate();
  await writeFile(join(folder, 'cert.pem'), cert);
  await writeFile(join(folder, 'key.pem'), key);
}

it('shows a new certificate while the disk takes nothing of a channel that goes, and takes further reloads', async () => {
  const scene = new Scene({ channels: [desk] });
  const stages = {
    access: { reconfigure: () => undefined },
    judge: new Court().judge,
    notifier: scene.notifier,
    listeners: await Listeners.of(settings),
  };
  const inForce = { ...settings };
  const reload = (changes: Partial<Config>): Promise<Reconfigured> =>
    reconfigure(inForce, { ...inForce, ...changes }, stages);
  await scene.tell(happening());
  scene.records.failures = Infinity;

  await renew();
  expect(await reload({ channels: [] })).toEqual({ applied: ['tls'], underWay: ['channels'], atStart: [] });
  await renew();
  expect(await reload({})).toEqual({ applied: ['tls'], atStart: [] });
  expect(await reload({ channels: settings.channels })).toEqual({
    applied: [],
    underWay: ['channels'],
    atStart: [],
  });

  scene.records.failures = 0;
  await scene.timers.advance(2000);
  expect(scene.notifier.list()).toMatchObject([{ name: 'desk', state: { waiting: 0 } }]);
  expect(await reload({ channels: [] })).toEqual({ applied: ['channels'], atStart: [] });
  expect(scene.notifier.list()).toEqual([]);
});
