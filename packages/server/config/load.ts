import { readFile } from 'node:fs/promises';
import { config, HubscopeError, type Config } from '@hubscope/core/wire';
import { parse } from 'yaml';
import { z } from 'zod';
import { holdsUp } from './patterns.js';
import { withStandardVariables } from './standard-variables.js';

/** A configuration that can't be used; the message says where and why, a line a fault. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Does something with what a setting says. @throws ConfigError where that can't be done */
export function inSetting<T>(setting: keyof Config, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof HubscopeError) throw new ConfigError(`${setting}: ${error.message}`);
    throw error;
  }
}

/** The settings that are environment variables too; of a part of a setting with a point between. */
export const environmentNames: Readonly<
  Partial<
    Record<
      | keyof Config
      | 'tls.cert'
      | 'tls.key'
      | 'auth.oidc.client_secret'
      | 'watchdog.stall_seconds'
      | 'watchdog.hang_seconds'
      | 'own_telemetry.endpoint',
      string
    >
  >
> = {
  host: 'HUBSCOPE_HOST',
  access: 'HUBSCOPE_ACCESS',
  public_view: 'HUBSCOPE_PUBLIC_VIEW',
  admin_key: 'HUBSCOPE_ADMIN_KEY',
  'auth.oidc.client_secret': 'HUBSCOPE_OIDC_CLIENT_SECRET',
  'tls.cert': 'HUBSCOPE_TLS_CERT',
  'tls.key': 'HUBSCOPE_TLS_KEY',
  trusted_proxies: 'HUBSCOPE_TRUSTED_PROXIES',
  dashboard_port: 'HUBSCOPE_DASHBOARD_PORT',
  api_port: 'HUBSCOPE_API_PORT',
  otlp_http_port: 'HUBSCOPE_OTLP_HTTP_PORT',
  otlp_grpc_port: 'HUBSCOPE_OTLP_GRPC_PORT',
  statsd_port: 'HUBSCOPE_STATSD_PORT',
  statsd_socket: 'HUBSCOPE_STATSD_SOCKET',
  log_format: 'HUBSCOPE_LOG_FORMAT',
  log_level: 'HUBSCOPE_LOG_LEVEL',
  data: 'HUBSCOPE_DATA',
  max_data_mb: 'HUBSCOPE_MAX_DATA_MB',
  max_viewers: 'HUBSCOPE_MAX_VIEWERS',
  origins: 'HUBSCOPE_ORIGINS',
  max_body_bytes: 'HUBSCOPE_MAX_BODY_BYTES',
  max_components: 'HUBSCOPE_MAX_COMPONENTS',
  max_hubs: 'HUBSCOPE_MAX_HUBS',
  operations: 'HUBSCOPE_OPERATIONS',
  max_ingest_share: 'HUBSCOPE_MAX_INGEST_SHARE',
  'watchdog.stall_seconds': 'HUBSCOPE_WATCHDOG_STALL_SECONDS',
  'watchdog.hang_seconds': 'HUBSCOPE_WATCHDOG_HANG_SECONDS',
  'own_telemetry.endpoint': 'HUBSCOPE_OWN_TELEMETRY_ENDPOINT',
};

/** Settings whose variable holds a list with commas between. */
const lists: ReadonlySet<string> = new Set<keyof Config>(['origins', 'trusted_proxies']);

/** A file larger than this is no configuration, bytes. */
const maxFileBytes = 1_048_576;

const written = z.record(z.string(), z.unknown()).nullable();

async function readYaml(file: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (text.length > maxFileBytes)
    throw new ConfigError(`${file} is larger than ${String(maxFileBytes)} bytes`);
  let parsed: unknown;
  try {
    parsed = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    // The library shows the line itself below its words, with whatever secret stands in it.
    const [words] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new ConfigError(`${file}: ${words ?? ''}`.replace(/:$/, ''));
  }
  const settings = written.safeParse(parsed);
  if (!settings.success) throw new ConfigError(`${file} holds no settings by name`);
  return settings.data ?? {};
}

/** A setting with a value at a path within it. */
function withPart(setting: unknown, [part, ...within]: readonly string[], value: unknown): unknown {
  if (part === undefined) return value;
  const before = typeof setting === 'object' && setting !== null ? setting : {};
  return {
    ...before,
    [part]: withPart(Object.entries(before).find(([name]) => name === part)?.[1], within, value),
  };
}

/** Settings of a file, and in their place those of the environment. */
function withEnvironment(
  file: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const settings: Record<string, unknown> = { ...file };
  for (const [name, variable] of Object.entries(environmentNames)) {
    const value = env[variable];
    if (value === undefined || value === '') continue;
    const whole = lists.has(name) ? value.split(',').map((each) => each.trim()) : value;
    const [setting = name, ...parts] = name.split('.');
    settings[setting] = withPart(settings[setting], parts, whole);
  }
  return withStandardVariables(settings, env);
}

/**
 * The configuration from a file and the environment; a variable wins over the file.
 * @param file null: none.
 * @throws ConfigError naming each setting that is wrong.
 */
export async function loadConfig(
  file: string | null,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Config> {
  const settings = withEnvironment(file === null ? {} : await readYaml(file), env);
  const parsed = config.safeParse(settings);
  if (parsed.success) {
    parsed.data.privacy.redact.forEach((pattern, n) => {
      if (holdsUp(pattern))
        throw new ConfigError(
          `privacy.redact.${String(n)}: takes too long on some texts, as what repeats within a repetition does; whoever sends them could hold up the server`,
        );
    });
    return parsed.data;
  }
  const faults = parsed.error.issues.map((issue) => {
    const setting = issue.path.join('.') || 'settings';
    const variable =
      environmentNames[setting as keyof typeof environmentNames] ??
      environmentNames[issue.path[0] as keyof Config];
    const named =
      variable !== undefined && env[variable] !== undefined ? `${setting} (${variable})` : setting;
    return `${named}: ${issue.message}`;
  });
  throw new ConfigError(faults.join('\n'));
}
