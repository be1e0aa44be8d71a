import { z } from 'zod';
import { logLevels } from '../log/index.js';
import { authSettings } from './auth.js';
import { configuredChannel, notificationSettings, route } from './channel.js';
import { limitSettings } from './limits.js';
import { writtenRule } from './rule.js';
import { ownTelemetry, watchdogSettings } from './own-config.js';
import { scrapeJob } from './scrape.js';
import { forwardTarget, privacy, writtenMapping, writtenPrice } from './telemetry-config.js';

const port = z.coerce.number().int().min(0).max(65535);

/** A signal that the user adds: a row for the table and where its values come from. */
export const customSignal = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'lower-case letters, digits and underscores, 64 at most'),
  title: z.string().min(1).max(100).optional(),
  unit: z.string().max(30).default(''),
  better: z.enum(['higher', 'lower']).nullable().default(null),
  fold: z.enum(['sum', 'distribution']).default('sum'),
  decimals: z.number().int().min(0).max(6).default(1),
  /** The metric that carries it. */
  metric: z.string().min(1).max(200),
  /** Multiplies the metric's value into the unit. */
  factor: z.number().default(1),
  /** Only points whose attributes have these values. */
  attributes: z.record(z.string(), z.string()).default({}),
});
export type CustomSignal = z.infer<typeof customSignal>;

/** Where the certificate of the doors lies, and its private key. */
const tlsFile = z.string('is needed: tls has a cert and a key').min(1).max(1000);
export const tlsFiles = z.strictObject({ cert: tlsFile, key: tlsFile });
export type TlsFiles = z.infer<typeof tlsFiles>;

/** The configuration file and the environment, in one shape; each value with its default and bounds. */
export const config = z.strictObject({
  /** Address to listen on; `loopback` is 127.0.0.1 and, where there is one, ::1. */
  host: z.string().default('loopback'),
  /** Listen on another host and ask nobody for a key. */
  insecure: z.boolean().default(false),
  /** Whether keys are asked for: `auto` where it listens beyond loopback; `always`, for a server behind a proxy. */
  access: z.enum(['auto', 'always']).default('auto'),
  /** Whether who shows no key may look, and nothing else. */
  public_view: z.stringbool().or(z.boolean()).default(false),
  /** A key that may do everything; for a server that nobody starts by hand. */
  admin_key: z.string().min(32, 'is shorter than 32 characters').max(500).nullable().default(null),
  auth: authSettings.prefault({}),
  limits: limitSettings.prefault({}),
  /** Files in PEM with which the doors speak TLS; null: they speak none. */
  tls: tlsFiles.nullable().default(null),
  /** Addresses of proxies, or networks of them, whose X-Forwarded headers are believed. */
  trusted_proxies: z.array(z.string().min(1).max(100)).max(100).default([]),
  dashboard_port: port.default(3000),
  api_port: port.default(8081),
  otlp_http_port: port.default(4318),
  otlp_grpc_port: port.default(4317),
  /** StatsD over UDP; -1 does not listen. A port that is taken does not stop the start. */
  statsd_port: z.coerce.number().int().min(-1).max(65535).default(8125),
  /** The path of a Unix socket for DogStatsD as a stream; null: none. Systems hold paths of some 100 bytes. */
  statsd_socket: z.string().min(1).max(100).nullable().default(null),
  /** Pages of metrics that are fetched. */
  scrape: z.array(scrapeJob).max(100).default([]),
  /** How the log is written: JSON for programs, text for people; `auto` is text where it goes to a terminal. */
  log_format: z.enum(['auto', 'json', 'text']).default('auto'),
  /** The least grave that is written. */
  log_level: z.enum(logLevels).default('warn'),
  /** The folder of the embedded database. */
  data: z.string().min(1).max(1000).default('./data'),
  /** What packed history may take on disk, MB (10^6 bytes); past it the oldest of the finest resolution goes first. */
  max_data_mb: z.coerce.number().min(1).max(1e9).default(20_000),
  /** WebSocket viewers at once. */
  max_viewers: z.coerce.number().int().min(1).max(1_000_000).default(10_000),
  /** Origins beside the dashboard's own whose pages may connect. */
  origins: z.array(z.string().max(300)).max(100).default([]),
  /** Largest body of one telemetry request, unpacked, in bytes. */
  max_body_bytes: z.coerce.number().int().min(1024).max(1_073_741_824).default(16_777_216),
  /** Components of one hub that keep a row; the busiest do, the rest share `other`. */
  max_components: z.coerce.number().int().min(1).max(10_000).default(200),
  /** Hubs at once. */
  max_hubs: z.coerce.number().int().min(1).max(10_000).default(100),
  /** The metric that a hub's operations come from; `auto` chooses. */
  operations: z.string().max(200).default('auto'),
  signals: z.array(customSignal).max(100).default([]),
  /** What metrics and spans give that no convention covers. */
  mapping: z.array(writtenMapping).max(200).default([]),
  /** What models' tokens cost; without one there is no cost. */
  prices: z.array(writtenPrice).max(1000).default([]),
  privacy: privacy.default(privacy.parse({})),
  /** Where telemetry is sent on to. */
  forward: z.array(forwardTarget).max(10).default([]),
  /** The share of a CPU that taking in telemetry may have; past it requests are refused, of the hubs first that send most. */
  max_ingest_share: z.coerce.number().min(0.05).max(1).default(0.7),
  watchdog: watchdogSettings.prefault({}),
  /** Where the server's own metrics and traces are sent; null: nowhere. */
  own_telemetry: ownTelemetry.nullable().default(null),
  /** In place of the default rules; null keeps those. */
  rules: z.array(writtenRule).max(1000).nullable().default(null),
  /** Where people are told of incidents. */
  channels: z.array(configuredChannel).max(100).default([]),
  /** Which events a channel gets that is named here; one that is not gets all that its own settings let in. */
  routes: z.array(route).max(200).default([]),
  notifications: notificationSettings.prefault({}),
});
export type Config = z.infer<typeof config>;
