import type { Grant } from '@hubscope/core/access';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  accessKey,
  auditEntry,
  firstSignIn,
  HubscopeError,
  madeKey,
  newKey,
  newUser,
  rotation,
  sessionAnswer,
  shareSignIn,
  signIn,
  user,
  type SessionAnswer,
} from '@hubscope/core/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { OpenedSession } from './access-port.js';
import { keepNowhere } from './answer-headers.js';
import { credentialsOf, nameOf } from './guard.js';
import type { AccessPort, ApiPorts } from './ports.js';

const idParams = z.object({ id: z.string().min(1).max(200) });
const nameParams = z.object({ name: z.string().min(1).max(200) });

/** Hands a session to the browser, which shows it to nobody else, scripts included. `session` null: takes it away. `now`: ms since the epoch. */
export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  {
    name,
    now,
    session,
  }: { readonly name: string; readonly now: number; readonly session: OpenedSession | null },
): void {
  const age = session === null ? 0 : Math.floor(((session.grant.expiresAt ?? 0) - now) / 1000);
  const parts = [
    `${name}=${session?.secret ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${String(Math.max(0, age))}`,
    ...(request.protocol === 'https' ? ['Secure'] : []),
  ];
  void reply.header('set-cookie', parts.join('; '));
}

function answerOf(
  { guarded, public: isPublic, provider }: AccessPort,
  { who, scopes, hubs, expiresAt }: Grant,
): SessionAnswer {
  return {
    guarded,
    public: isPublic,
    provider,
    who,
    scopes: [...scopes],
    hubs: hubs && [...hubs],
    expires_at: expiresAt,
  };
}

/** Signing in and out; who asks. */
export function sessionRoutes({ access, clock }: ApiPorts): FastifyPluginAsyncZod {
  const open = { scope: null };
  return async (app) => {
    keepNowhere(app);
    app.get(
      '/session',
      {
        config: open,
        schema: { summary: 'Who asks, and what they may do', response: { 200: sessionAnswer } },
      },
      async (request) => {
        try {
          return answerOf(access, access.grantOf(credentialsOf(request)));
        } catch (error) {
          if (!(error instanceof HubscopeError) || error.code !== 'unauthorized') throw error;
          return {
            guarded: true,
            public: access.public,
            provider: access.provider,
            who: null,
            scopes: [],
            hubs: null,
            expires_at: null,
          };
        }
      },
    );
    app.post(
      '/session',
      { config: open, schema: { summary: 'Sign in', body: signIn, response: { 201: sessionAnswer } } },
      async (request, reply) => {
        const made = await access.signIn(request.body, request.ip);
        setCookie(request, reply, { name: access.cookie, now: clock.now(), session: made });
        return reply.code(201).send(answerOf(access, made.grant));
      },
    );
    app.post(
      '/session/first',
      {
        config: open,
        schema: {
          summary: 'Become the first admin, with the link that the server printed at its start',
          body: firstSignIn,
          response: { 201: sessionAnswer },
        },
      },
      async (request, reply) => {
        const made = await access.firstSignIn(request.body, request.ip);
        setCookie(request, reply, { name: access.cookie, now: clock.now(), session: made });
        return reply.code(201).send(answerOf(access, made.grant));
      },
    );
    app.post(
      '/session/share',
      {
        config: open,
        schema: {
          summary: 'Look by a share link, until it ends. Who has signed in stays who they are',
          body: shareSignIn,
          response: { 201: sessionAnswer },
        },
      },
      async (request, reply) => {
        const { grant, secret } = access.openShare(request.body.link, request.headers.cookie, request.ip);
        if (secret !== null)
          setCookie(request, reply, { name: access.cookie, now: clock.now(), session: { secret, grant } });
        return reply.code(201).send(answerOf(access, grant));
      },
    );
    app.delete(
      '/session',
      { config: open, schema: { summary: 'Sign out', response: { 204: z.null() } } },
      async (request, reply) => {
        await access.signOut(request.headers.cookie);
        setCookie(request, reply, { name: access.cookie, now: clock.now(), session: null });
        return reply.code(204).send(null);
      },
    );
  };
}

/** Keys, people, and who did what. */
export function accessRoutes({ access }: ApiPorts): FastifyPluginAsyncZod {
  const admin = { scope: 'admin' } as const;
  return async (app) => {
    keepNowhere(app);
    app.get(
      '/keys',
      { config: admin, schema: { summary: 'Keys, the newest first', response: { 200: z.array(accessKey) } } },
      async () => [...access.keys.list()],
    );
    app.post(
      '/keys',
      {
        config: admin,
        schema: {
          summary: 'Make a key. Its secret is told once',
          body: newKey,
          response: { 201: madeKey },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await access.keys.create(request.body, nameOf(request, null) ?? 'this machine')),
    );
    app.post(
      '/keys/:id/rotate',
      {
        config: admin,
        schema: {
          summary: 'Give a key another secret; the one before stays good for the overlap',
          params: idParams,
          body: rotation.nullish(),
          response: { 200: madeKey },
        },
      },
      async ({ params, body }) => access.keys.rotate(params.id, body?.overlap ?? 0),
    );
    app.delete(
      '/keys/:id',
      {
        config: admin,
        schema: { summary: 'Take a key back', params: idParams, response: { 204: z.null() } },
      },
      async ({ params }, reply) => {
        await access.keys.revoke(params.id);
        return reply.code(204).send(null);
      },
    );
    app.get(
      '/users',
      { config: admin, schema: { summary: 'Who signs in here', response: { 200: z.array(user) } } },
      async () => [...access.users.list()],
    );
    app.post(
      '/users',
      {
        config: admin,
        schema: { summary: 'Let somebody sign in', body: newUser, response: { 201: user } },
      },
      async ({ body }, reply) => reply.code(201).send(await access.users.create(body)),
    );
    app.delete(
      '/users/:name',
      {
        config: admin,
        schema: {
          summary: 'Let somebody sign in no more; their sessions end',
          params: nameParams,
          response: { 204: z.null() },
        },
      },
      async ({ params }, reply) => {
        await access.users.remove(params.name);
        return reply.code(204).send(null);
      },
    );
    app.get(
      '/audit',
      {
        config: admin,
        schema: {
          summary: 'Who changed what, the newest first',
          querystring: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
          response: { 200: z.array(auditEntry) },
        },
      },
      async ({ query }) => [...access.audit.list(query.limit)],
    );
  };
}
