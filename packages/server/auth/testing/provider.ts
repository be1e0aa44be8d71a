import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';
import { vi } from 'vitest';

export interface Opened {
  readonly issuer: string;
  close(): void;
}

/** A real OpenID provider on loopback, which takes whatever password is typed. */
export async function openProvider(of: Configuration): Promise<Opened> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  // It says that its keys and its memory are for trying it out.
  const quiet = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'info')];
  for (const each of quiet) each.mockReturnValue(undefined);
  const handle = new Provider(issuer, { cookies: { keys: ['a key of some length'] }, ...of }).callback();
  server.on('request', (request, response) => void handle(request, response));
  return {
    issuer,
    close() {
      for (const each of quiet) each.mockRestore();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Does at such a provider what a person does there. Answers the query with which they are sent back. */
export async function signedInAs(login: string, url: string, back: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next = { url, body: null as URLSearchParams | null };
  for (let step = 0; step < 12; step += 1) {
    const answer = await fetch(next.url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(next.body === null ? {} : { method: 'POST', body: next.body }),
    });
    for (const each of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location?.startsWith(back) === true) return new URL(location).search.slice(1);
    if (location !== null) {
      next = { url: new URL(location, next.url).href, body: null };
      continue;
    }
    const page = await answer.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (prompt === undefined) throw new Error(`${String(answer.status)} ${page.slice(0, 300)}`);
    next = { url: next.url, body: new URLSearchParams({ prompt, login, password: 'x' }) };
  }
  throw new Error('the provider sends in circles');
}
