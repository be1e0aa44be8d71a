import { HubscopeError } from '@hubscope/core/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { setCookie } from './access.js';
import type { ApiPorts } from './ports.js';

/** What a browser keeps while its user is at the provider's. `Lax`: the way back begins at another site. */
const departure = { name: 'hubscope_sign_in', path: '/api/v1/session/provider', seconds: 600 } as const;

function keep(request: FastifyRequest, reply: FastifyReply, secret: string | null): void {
  const parts = [
    `${departure.name}=${secret ?? ''}`,
    `Path=${departure.path}`,
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${String(secret === null ? 0 : departure.seconds)}`,
    ...(request.protocol === 'https' ? ['Secure'] : []),
  ];
  void reply.header('set-cookie', parts.join('; '));
}

/** What the browser kept; undefined where it kept nothing. */
function keptIn(cookie: string | undefined): string | undefined {
  const found = (cookie ?? '').split(';').map((each) => each.trim().split('=', 2));
  return found.find(([name]) => name === departure.name)?.[1];
}

/** Signing in by a provider. Both ways are a person's own: they end at a page, also where something went wrong. */
export function providerRoutes({ access, clock, log }: ApiPorts): FastifyPluginAsyncZod {
  const config = { scope: null };
  const fault = (reply: FastifyReply, error: unknown): FastifyReply => {
    if (!(error instanceof HubscopeError)) log.error('signing in failed', { error: String(error) });
    const code = error instanceof HubscopeError ? error.code : 'internal';
    return reply.redirect(`/dashboard?sign_in_fault=${code}`);
  };
  return async (app) => {
    app.get(
      '/session/provider',
      { config, schema: { summary: 'Sign in by the provider: leads there' } },
      async (request, reply) => {
        if (access.provider === null) throw new HubscopeError('not_found');
        try {
          const { url, browser } = await access.leaveForProvider(request.ip);
          keep(request, reply, browser);
          return await reply.header('cache-control', 'no-store').redirect(url);
        } catch (error) {
          return fault(reply, error);
        }
      },
    );
    app.get(
      '/session/provider/callback',
      { config, schema: { summary: 'Where the provider sends people back' } },
      async (request, reply) => {
        if (access.provider === null) throw new HubscopeError('not_found');
        const query = request.url.split('?').slice(1).join('?');
        const browser = keptIn(request.headers.cookie);
        void reply.header('cache-control', 'no-store');
        keep(request, reply, null);
        try {
          const session = await access.returnFromProvider(query, browser, request.ip);
          setCookie(request, reply, { name: access.cookie, now: clock.now(), session });
          return await reply.redirect('/dashboard');
        } catch (error) {
          return fault(reply, error);
        }
      },
    );
  };
}
