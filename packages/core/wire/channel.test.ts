import { describe, expect, it } from 'vitest';
import { configuredChannel, newChannel, quietHours, webAddress } from './channel.js';
import { config } from './config.js';

const slack = { type: 'slack', name: 'ops', bot_token: 'env:SLACK_TOKEN', channel: '#ops' };

describe('a channel as it is written', () => {
  it('names its secrets by reference in the configuration, never by value', () => {
    expect(configuredChannel.parse(slack)).toMatchObject({ bot_token: 'env:SLACK_TOKEN', enabled: true });
    expect(configuredChannel.safeParse({ ...slack, bot_token: 'xoxb-1' }).success).toBe(false);
    expect(configuredChannel.safeParse({ ...slack, bot_token: { value: 'xoxb-1' } }).success).toBe(false);
  });

  it('may carry values through the API, which are told apart from references', () => {
    expect(newChannel.parse({ ...slack, bot_token: 'xoxb-1' })).toMatchObject({
      bot_token: { value: 'xoxb-1' },
    });
    expect(newChannel.parse({ ...slack, bot_token: { stored: true } })).toMatchObject({
      bot_token: { stored: true },
    });
    expect(newChannel.safeParse({ ...slack, bot_token: 'env:not a name' }).success).toBe(false);
  });

  it.each([
    ['an unknown kind', { type: 'pigeon', name: 'ops' }],
    ['an unknown field', { ...slack, colour: 'red' }],
    ['a bot without a channel', { ...slack, channel: null }],
    ['Slack with neither webhook nor bot', { type: 'slack', name: 'ops' }],
    ['a name with a line break', { ...slack, name: 'ops\nBcc: x' }],
    [
      'a password in clear',
      {
        type: 'email',
        name: 'mail',
        host: 'mail.example',
        security: 'none',
        username: 'u',
        password: 'env:P',
        from: 'a@example.org',
        to: 'b@example.org',
      },
    ],
    ['an address with a password in it', { type: 'webhook', name: 'w', url: 'https://u:p@example.org/' }],
    ['an address of another scheme', { type: 'webhook', name: 'w', url: 'gopher://example.org/' }],
    [
      'a template beyond bounds',
      { type: 'webhook', name: 'w', url: 'https://x.example/', template: 'x'.repeat(70_000) },
    ],
  ])('is refused with %s', (_, written) => {
    expect(newChannel.safeParse(written).success).toBe(false);
  });

  it('takes an address in full or as a secret', () => {
    const hook = { type: 'webhook', name: 'w' };
    expect(newChannel.parse({ ...hook, url: 'https://x.example/a?b=c' })).toMatchObject({
      url: 'https://x.example/a?b=c',
    });
    expect(newChannel.parse({ ...hook, url: 'env:HOOK_URL' })).toMatchObject({ url: 'env:HOOK_URL' });
    expect(webAddress.safeParse('http://').success).toBe(false);
  });
});

it('knows time zones', () => {
  const night = { time_zone: 'Europe/Berlin', from: '22:00', to: '07:00' };
  expect(quietHours.parse(night).except).toEqual(['critical']);
  expect(quietHours.safeParse({ ...night, time_zone: 'Europe/Nowhere' }).success).toBe(false);
  expect(quietHours.safeParse({ ...night, from: '24:00' }).success).toBe(false);
});

it('has defaults for all of it in the configuration', () => {
  const { channels, routes, notifications } = config.parse({});
  expect([channels, routes]).toEqual([[], []]);
  expect(notifications).toMatchObject({ wait: 0.3, interval: 1, give_up_after: 259_200 });
});
