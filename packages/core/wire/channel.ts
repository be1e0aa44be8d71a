import { z } from 'zod';
import { durationSeconds, severity } from './rule.js';
import { written } from './secret.js';

/** A part of a day in which a channel keeps still, in its own time zone. */
export const quietHours = z.strictObject({
  /** An IANA name: `Europe/Berlin`. */
  time_zone: z.string().min(1).max(64).refine(isTimeZone, 'is no IANA time zone'),
  /** `22:00`; the minute in which it begins. */
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time such as 22:00'),
  /** The minute in which it ends; before `from`, it is that of the next day. */
  to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is a time such as 07:00'),
  /** Days of the week on which it begins. */
  days: z
    .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
    .min(1)
    .default(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']),
  /** Severities that are told at once all the same. */
  except: z.array(severity).default(['critical']),
});
export type QuietHours = z.infer<typeof quietHours>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** An address of the web without credentials in it. */
export const webAddress = z
  .url({ protocol: /^https?$/, error: 'is no http or https address' })
  .max(2000)
  .refine((text) => !/^https?:\/\/[^/?#]*@/i.test(text), 'must hold no user name or password');

const severities = z.preprocess(
  (value) => (typeof value === 'string' ? [value] : value),
  z.array(severity).min(1),
);

/** What every channel has, whatever it speaks. */
const common = {
  name: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9][A-Za-z0-9 _.-]{0,99}$/, 'letters, digits, spaces and _ . -, 100 at most'),
  enabled: z.boolean().default(true),
  /** Which severities it tells. */
  severity: severities.default(['info', 'warning', 'critical']),
  /** Which hubs, as a glob. */
  hub: z.string().min(1).max(200).default('*'),
  /** Messages in `per` seconds at most; what comes meanwhile waits and is grouped. */
  rate_limit: z
    .strictObject({
      messages: z.number().int().min(1).max(10_000).default(60),
      per: durationSeconds.pipe(z.number().min(1).max(86_400)).default(60),
    })
    .default({ messages: 60, per: 60 }),
  quiet_hours: z.array(quietHours).max(10).default([]),
  /** Whether it may talk to addresses of this machine and of private networks. */
  allow_internal: z.boolean().default(false),
  /** Certificates, in PEM, that are trusted beside the usual ones. */
  ca: z.string().max(100_000).includes('-----BEGIN CERTIFICATE-----').nullable().default(null),
  /** How long the other side may take for its answer, s. */
  timeout: durationSeconds.pipe(z.number().min(0.1).max(60)).default(10),
} as const;

/** JSON in which strings are Liquid templates. */
export const template = z.json().refine((value) => JSON.stringify(value).length <= 65_536, 'is over 64 KiB');

/**
 * The kinds of channel. Where a secret may stand is given by its schema: the configuration takes references only, the API values too, and
 * an answer tells a reference or that there is a value.
 */
function kinds<S extends z.ZodType, H extends z.ZodType>(secret: S, hidden: H) {
  return {
    webhook: z.strictObject({
      type: z.literal('webhook'),
      ...common,
      /** In full, or a secret where knowing it is enough to write to it. */
      url: z.union([webAddress, hidden]),
      /** Signs each request with HMAC-SHA256. */
      secret: secret.nullable().default(null),
      /** Sent as the header `Authorization`. */
      authorization: secret.nullable().default(null),
      format: z.enum(['json', 'teams', 'discord', 'ntfy']).default('json'),
      /** In place of the format. */
      template: template.nullable().default(null),
    }),
    slack: z.strictObject({
      type: z.literal('slack'),
      ...common,
      /** An incoming webhook's address. */
      webhook: secret.nullable().default(null),
      /** With it and `channel` an incident's messages form a thread. */
      bot_token: secret.nullable().default(null),
      channel: z.string().max(100).nullable().default(null),
      api_url: webAddress.default('https://slack.com/api'),
    }),
    email: z.strictObject({
      type: z.literal('email'),
      ...common,
      host: z.string().min(1).max(253),
      port: z.number().int().min(1).max(65_535).default(587),
      /** `none` sends in clear, and takes no password. */
      security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
      username: z.string().max(320).nullable().default(null),
      password: secret.nullable().default(null),
      from: z.string().min(3).max(320),
      to: z.preprocess(
        (value) => (typeof value === 'string' ? [value] : value),
        z.array(z.string().min(3).max(320)).min(1).max(50),
      ),
    }),
    pagerduty: z.strictObject({
      type: z.literal('pagerduty'),
      ...common,
      routing_key: secret,
      url: webAddress.default('https://events.pagerduty.com/v2/enqueue'),
    }),
    alertmanager: z.strictObject({
      type: z.literal('alertmanager'),
      ...common,
      /** Without `/api/v2`. */
      url: webAddress,
      authorization: secret.nullable().default(null),
      /** Labels that every alert gets. */
      labels: z.record(z.string().regex(/^[A-Za-z_]\w{0,99}$/), z.string().max(500)).default({}),
    }),
  };
}

/** Says what no schema of single fields can. */
function contradictions(channel: {
  readonly type: string;
  readonly webhook?: unknown;
  readonly bot_token?: unknown;
  readonly channel?: unknown;
  readonly security?: unknown;
  readonly username?: unknown;
  readonly password?: unknown;
}): [field: string, fault: string][] {
  const has = (value: unknown): boolean => value !== null && value !== undefined;
  if (channel.type === 'slack') {
    if (has(channel.bot_token) && !has(channel.channel)) return [['channel', 'is needed with a bot token']];
    if (!has(channel.bot_token) && !has(channel.webhook))
      return [['webhook', 'is needed, or bot_token and channel']];
  }
  if (channel.type === 'email') {
    if (channel.security === 'none' && has(channel.password))
      return [['password', 'is not sent in clear: security must be starttls or tls']];
    if (has(channel.password) !== has(channel.username))
      return [[has(channel.username) ? 'password' : 'username', 'is needed with the other one']];
  }
  return [];
}

/** @param hidden a secret where a text without more is something else */
function oneOf<S extends z.ZodType, H extends z.ZodType>(secret: S, hidden: H) {
  const { webhook, slack, email, pagerduty, alertmanager } = kinds(secret, hidden);
  return z
    .discriminatedUnion('type', [webhook, slack, email, pagerduty, alertmanager])
    .superRefine((channel, context) => {
      for (const [field, message] of contradictions(channel)) {
        context.addIssue({ code: 'custom', path: [field], message });
      }
    });
}

/** A channel in the configuration file: secrets by reference only. */
export const configuredChannel = oneOf(written.reference, written.reference);
/** A channel as the API takes it: secrets by reference, or as values that are never told again. */
export const newChannel = oneOf(written.any, written.explicit);
/** A channel as it is kept. */
export const keptChannel = oneOf(written.kept, written.kept);
export type ChannelSettings = z.infer<typeof keptChannel>;
export type ChannelType = ChannelSettings['type'];
export type NewChannel = z.infer<typeof newChannel>;
export type SettingsOf<T extends ChannelType> = Extract<ChannelSettings, { readonly type: T }>;

/** How a channel does. */
export const channelState = z.object({
  /** What waits to be told, in events. */
  waiting: z.number().int(),
  /** Events that were dropped for want of room, or given up. */
  dropped: z.number().int(),
  /** ms since the epoch. */
  last_sent_at: z.number().nullable(),
  /** Why the last attempt failed; null where it did not. */
  last_error: z.string().nullable(),
  /** Attempts that failed since the last one that did not. */
  failing: z.number().int(),
});
export type ChannelState = z.infer<typeof channelState>;

/** A channel as the API answers it: no secret is in it. */
export const channelAnswer = z.intersection(
  z.object({
    id: z.string(),
    /** A channel from the configuration file is read-only. */
    source: z.enum(['file', 'api']),
    state: channelState,
  }),
  z.looseObject({ type: z.string(), name: z.string() }),
);
export type ChannelAnswer = {
  readonly id: string;
  readonly source: 'file' | 'api';
  readonly state: ChannelState;
  readonly type: ChannelType;
  readonly name: string;
} & Readonly<Record<string, unknown>>;

/** What the other side said to one attempt. */
export const channelReply = z.object({
  /** Whether it took the message. */
  ok: z.boolean(),
  /** Its status: of HTTP or SMTP; null where it did not answer. */
  status: z.number().int().nullable(),
  /** Its words, 2,000 characters at most, or why there are none. */
  said: z.string(),
  took_ms: z.number(),
});
export type ChannelReply = z.infer<typeof channelReply>;

/** One message in the delivery log. */
export const delivery = z.object({
  /** The idempotency key that it went with. */
  id: z.string(),
  hub: z.string(),
  kind: z.enum(['fired', 'resolved', 'updated', 'mixed']),
  /** The ids of its incidents, 100 at most. */
  incidents: z.array(z.string()),
  /** How many events it tells. */
  events: z.number().int(),
  state: z.enum(['sent', 'retrying', 'gave_up', 'refused']),
  attempts: z.number().int(),
  /** ms since the epoch, of the first attempt. */
  first_at: z.number(),
  /** ms since the epoch, of the last attempt. */
  at: z.number(),
  status: z.number().int().nullable(),
  said: z.string(),
});
export type Delivery = z.infer<typeof delivery>;

/** Which events a channel gets where a route names it: only those that one of these lets in. */
export const route = z.strictObject({
  /** Names of channels. */
  channels: z.array(z.string().min(1).max(100)).min(1).max(100),
  hub: z.string().min(1).max(200).default('*'),
  severity: severities.default(['info', 'warning', 'critical']),
});
export type Route = z.infer<typeof route>;

/** How notifications are grouped and for how long they are tried. */
export const notificationSettings = z.strictObject({
  /** How long the first event of a hub waits for others, s. */
  wait: durationSeconds.pipe(z.number().max(3600)).default(0.3),
  /** Time between two messages of one hub to one channel, s. */
  interval: durationSeconds.pipe(z.number().max(86_400)).default(1),
  /** How long a message is tried before it is given up, s. */
  give_up_after: durationSeconds
    .pipe(
      z
        .number()
        .min(60)
        .max(30 * 86_400),
    )
    .default(3 * 86_400),
  /** Where the dashboard is for those who read a message: `https://hubscope.example`. */
  public_url: webAddress.nullable().default(null),
  /** The folder whose files a channel that was made by API may name as secrets. */
  secrets_folder: z.string().min(1).max(1000).default('/run/secrets'),
});
export type NotificationSettings = z.infer<typeof notificationSettings>;
