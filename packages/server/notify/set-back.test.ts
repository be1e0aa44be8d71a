import { afterEach, beforeEach, expect, it } from 'vitest';
import { Receiver } from './testing/receiver.js';
import { happening, Scene, settled, until } from './testing/scene.js';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await new Receiver().open();
});
afterEach(() => receiver.close());

function answering(status: number): void {
  receiver.answer = (_request, response) => {
    response.writeHead(status).end('answer');
  };
}

it('tries again within seconds, though the clock was set back by an hour', async () => {
  answering(500);
  const url = `http://127.0.0.1:${String(receiver.port)}/`;
  const scene = new Scene({ channels: [{ type: 'webhook', name: 'hook', url, allow_internal: true }] });
  await scene.tell(happening());
  for (let seconds = 0; seconds < 2; seconds += 1) {
    await scene.timers.advance(1000);
    await until(() => scene.notifier.deliveries('hook')[0]?.attempts === seconds + 1);
    await settled();
  }
  expect(receiver.got).toHaveLength(2);
  scene.timers.setBack(3_600_000);
  answering(200);
  await scene.timers.advance(30_000);
  await until(() => scene.told.length === 1);
  expect(new Set(receiver.got.map(({ headers }) => headers['idempotency-key']))).toEqual(
    new Set(['i1/fired']),
  );
});
