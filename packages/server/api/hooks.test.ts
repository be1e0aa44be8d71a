import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fake, now } from './testing/fake.js';

let fake: Fake;
beforeEach(async () => {
  fake = await new Fake().open();
});
afterEach(() => fake.app.close());

const repository = { name: 'shop', full_name: 'acme/shop' };
const at = '2023-11-14T22:13:20Z';

async function hook(headers: Readonly<Record<string, string>>, payload: object): Promise<[number, unknown]> {
  const url = '/api/v1/hooks/deployments?hub=shop';
  const answer = await fake.app.inject({ method: 'POST', url, headers, payload });
  return [answer.statusCode, answer.json()];
}

const deployed = (state: string): object => ({
  deployment_status: { state, environment: 'production', created_at: at },
  deployment: { environment: 'production', ref: 'v1.4.0' },
  repository,
});

describe('a webhook', () => {
  it.each([
    ['GitHub deployment', 'deployment_status', deployed('success'), 'deploy v1.4.0 to production'],
    [
      'GitHub release',
      'release',
      { action: 'published', release: { tag_name: 'v1.4.0', published_at: at }, repository },
      'release v1.4.0',
    ],
  ])('of a %s that is done is a marker', async (_, event, payload, name) => {
    const [status, body] = await hook({ 'x-github-event': event }, payload);
    expect(status).toBe(201);
    expect(body).toMatchObject({ hub: 'shop', name, at: now });
  });

  it.each([
    ['2023-11-14 22:13:20 UTC', 'deployment'],
    ['2023-11-14 23:13:20 +0100', 'deployment'],
    ['2023-11-14T22:13:20Z', 'deployment'],
  ])('of a GitLab deployment that changed at %s is a marker', async (status_changed_at, object_kind) => {
    const payload = { object_kind, status: 'success', status_changed_at, environment: 'live', ref: 'main' };
    const [status, body] = await hook({ 'x-gitlab-event': 'Deployment Hook' }, payload);
    expect([status, body]).toMatchObject([201, { name: 'deploy main to live', at: now }]);
  });

  it.each([
    ['is under way', { 'x-github-event': 'deployment_status' }, deployed('in_progress')],
    ['has failed', { 'x-gitlab-event': 'Deployment Hook' }, { object_kind: 'deployment', status: 'failed' }],
    ['is none', { 'x-github-event': 'ping' }, { zen: 'Keep it logically awesome.' }],
    ['is no payload', { 'x-github-event': 'release' }, { action: 7 }],
  ])('of a deployment that %s changes nothing', async (_, headers, payload) => {
    const [status] = await hook(headers, payload);
    expect(status).toBe(200);
    expect(fake.markers).toEqual([]);
  });

  it('that comes twice names one moment', async () => {
    await hook({ 'x-github-event': 'deployment_status' }, deployed('success'));
    await hook({ 'x-github-event': 'deployment_status' }, deployed('success'));
    expect(fake.markers).toHaveLength(1);
  });

  it('of neither is refused', async () => {
    expect(await hook({}, {})).toMatchObject([400, { code: 'invalid_request' }]);
  });
});
