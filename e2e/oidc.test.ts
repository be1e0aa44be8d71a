import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../bench/harness/browser.js';
import { freePort } from '../bench/harness/peer.js';
import { serve, type Served } from '../bench/harness/server.js';
import { openProvider, type Opened } from '../packages/server/auth/testing/provider.js';
import { barriers } from './pages/axe.js';

const folder = mkdtempSync(join(tmpdir(), 'hubscope-e2e-'));
const secret = 'a secret of some length';
let browser: Browser;
let provider: Opened;
let server: Served;

beforeAll(async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const redirect_uris = [`${url}/api/v1/session/provider/callback`];
  provider = await openProvider({
    clients: [{ client_id: 'hubscope', client_secret: secret, redirect_uris }],
    claims: { openid: ['sub'], profile: ['preferred_username', 'groups'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, groups: id === 'Ada' ? ['staff'] : [] }),
    }),
  });
  const file = join(folder, 'hubscope.yaml');
  writeFileSync(
    file,
    `access: always
auth:
  oidc:
    issuer: ${provider.issuer}
    client_id: hubscope
    url: ${url}
    name: Example login
    roles: { operator: [staff] }
`,
  );
  server = await serve({
    args: ['serve', '--config', file],
    env: { HUBSCOPE_DASHBOARD_PORT: String(port), HUBSCOPE_OIDC_CLIENT_SECRET: secret },
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.process.stop();
  provider.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Goes by the button to the provider and back, as somebody. */
async function asSomebody(login: string): Promise<Page> {
  const { page } = await openPage(browser, server.dashboard.replace('localhost', '127.0.0.1'));
  await page.getByRole('link', { name: 'Sign in with Example login' }).click();
  await page.locator('[name=login]').fill(login);
  await page.locator('[name=password]').fill('any');
  await page.locator('[type=submit]').click();
  await page.locator('[type=submit]').click();
  return page;
}

describe('the button for signing in by a provider', () => {
  it('leads there and back, and lets in whom a claim gives a role', async () => {
    const page = await asSomebody('Ada');
    await page.getByTestId('sign-out').waitFor();
    await page.locator('[data-testid=connection-state][data-state=connected]').waitFor();
    const answer = await page.request.get(new URL('/api/v1/session', page.url()).href);
    const { who, scopes } = (await answer.json()) as { who: string; scopes: string[] };
    expect([who, scopes]).toEqual(['Ada', ['operate']]);
    await page.context().close();
  });

  it('says why it lets nobody else in', async () => {
    const page = await asSomebody('Eve');
    await page.getByRole('alert').filter({ hasText: 'has no role here' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.context().close();
  });
});
