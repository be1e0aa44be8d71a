import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Receiver } from './testing/receiver.js';
import { happening, local, Scene, until } from './testing/scene.js';
import { send } from './testing/try.js';

/** A resolver that never answers, as one whose packets are dropped. */
const never = (): Promise<never> => new Promise(() => undefined);

const env = { ADDRESS: 'https://hooks.slack.example/services/x', KEY: 'a key' };

describe('a name that is never found', () => {
  it.each<[string, object]>([
    ['a webhook', { type: 'webhook', url: 'https://hooks.example/' }],
    ['Slack', { type: 'slack', webhook: 'env:ADDRESS' }],
    ['PagerDuty', { type: 'pagerduty', routing_key: 'env:KEY' }],
    ['Alertmanager', { type: 'alertmanager', url: 'http://alerts.example:9093' }],
    ['e-mail', { type: 'email', host: 'mail.example', from: 'a@example.com', to: ['b@example.com'] }],
  ])('holds %s no longer than it may take', async (_, fields) => {
    expect(await send(local({ ...fields, timeout: 1 }), undefined, env, never)).toMatchObject({
      ok: false,
      said: 'no answer within 1 s',
    });
  });

  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await new Receiver().open();
  });
  afterEach(() => receiver.close());

  it('holds up no other channel', async () => {
    const hook = (name: string, host: string): object => {
      return { type: 'webhook', name, url: `http://${host}:${String(receiver.port)}/`, allow_internal: true };
    };
    const scene = new Scene({
      channels: [hook('lost', 'lost.example'), hook('near', 'near.example')],
      resolve: (name) =>
        name === 'lost.example' ? never() : Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    });
    await scene.tell(happening());
    await scene.timers.advance(300);
    await until(() => scene.told.length === 1);
    expect(scene.told).toMatchObject([{ channel: 'near', outcome: 'sent' }]);
  });
});
