import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { config as settings, defaultRules, type Config } from '@hubscope/core/wire';
import {
  ConfigError,
  DoorTaken,
  findNamesByPackets,
  Hubscope,
  limitsOfSystem,
  loadConfig,
  log,
  startWarnings,
  type Doors,
} from '@hubscope/server';
import { Ending } from './ending.js';
import { exitCodes } from './exit-codes.js';
import { reloadOnChange } from './reload.js';
import { SampleHub, sampleHubConfig } from './sample-hub.js';
import type { Signals } from './signals.js';
import { version } from './version.js';

export interface ServeOptions {
  readonly config?: string;
  readonly demo?: boolean;
  readonly insecure?: boolean;
  readonly data?: string;
  readonly logFormat?: string;
}

/** Where the dashboard lies: beside this program in the published package, in its own package in a checkout. */
const dashboardFolders = ['../dashboard/', '../../dashboard/out/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function configFile({ config }: ServeOptions): string | null {
  return config ?? process.env['HUBSCOPE_CONFIG'] ?? (existsSync('hubscope.yaml') ? 'hubscope.yaml' : null);
}

/** @throws ConfigError where it names no form of the log */
function logFormat({ logFormat: asked }: ServeOptions): Partial<Config> {
  if (asked === undefined) return {};
  const form = settings.shape.log_format.safeParse(asked);
  if (!form.success) throw new ConfigError(`--log-format is auto, json or text, not ${asked}`);
  return { log_format: form.data };
}

async function configOf(options: ServeOptions, file: string | null): Promise<Config> {
  const loaded = { ...(await loadConfig(file, process.env)), ...logFormat(options) };
  const config = options.data === undefined ? loaded : { ...loaded, data: options.data };
  const insecure = config.insecure || options.insecure === true;
  if (options.demo !== true) return { ...config, insecure };
  if (!existsSync(sampleHubConfig))
    throw new ConfigError('The sample hub comes with a checkout of the repository: run npm start there.');
  const sample = await loadConfig(sampleHubConfig, {});
  return { ...config, insecure, rules: [...(config.rules ?? defaultRules), ...(sample.rules ?? [])] };
}

/** Where a door is for a person at this machine, or at another where it listens on one address. */
function addressOf({ host, tls }: Config, port: number): string {
  const here = ['loopback', '0.0.0.0', '::'].includes(host);
  const name = here ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${tls === null ? 'http' : 'https'}://${name}:${String(port)}`;
}

function doorLines(config: Config, doors: Doors): string[] {
  const api = addressOf(config, doors.api);
  return [
    `dashboard   ${addressOf(config, doors.dashboard)}/dashboard`,
    `API         ${api}/api/v1  and  ${api.replace('http', 'ws')}/ws`,
    `OTLP/HTTP   ${addressOf(config, doors.otlpHttp)}`,
    `OTLP/gRPC   ${addressOf(config, doors.otlpGrpc)}`,
  ];
}

/** The server; null where it could not start, which is told by whoever waits for it. */
function startedOf(starting: Promise<Hubscope>): Promise<Hubscope | null> {
  return starting.catch(() => null);
}

/** Says why a configuration that was read again is not in force. */
function complain(error: unknown): void {
  if (error instanceof ConfigError)
    log.error("the configuration can't be used, the one before stays in force", { faults: error.message });
  else log.error('the reload failed, the configuration before stays in force', { error });
}

/**
 * `hubscope serve`: starts the server, says where its doors are, then `ready` with their ports.
 * @param signals what they ask before the server can do it waits there
 */
export async function serve(options: ServeOptions, signals: Signals): Promise<void> {
  // Who reads what it says may end before it does.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  findNamesByPackets();
  const ending = new Ending({ signals, log, exit: (code) => process.exit(code) });
  process.on('uncaughtException', (error) => {
    ending.broken(error);
  });
  try {
    const file = configFile(options);
    const read = (): Promise<Config> => configOf(options, file);
    const config = await read();
    log.follow(config);
    for (const warning of startWarnings(config, limitsOfSystem())) log.warn(warning, {});
    const dashboard = dashboardFolders.find((folder) => existsSync(folder)) ?? null;
    const starting = Hubscope.start({ config, dashboard, version, alone: true });
    ending.first('the server', async () => (await startedOf(starting))?.stop());
    ending.first('the start', () => startedOf(starting));
    const hubscope = await starting;
    if (ending.begun) return;
    const sample = options.demo === true ? new SampleHub() : null;
    if (sample !== null) ending.first('the sample hub', () => sample.stop());
    reloadOnChange({
      config,
      signals,
      filesOf: ({ tls }) => [...(file === null ? [] : [file]), ...(tls === null ? [] : [tls.cert, tls.key])],
      read,
      take: (again) => hubscope.reconfigure(again),
      say,
      wait: (settings) => {
        log.warn('settings are not in force before the next start', {
          code: 'restart_needed',
          settings: settings.join(', '),
        });
      },
      complain,
    });
    const { access, doors } = hubscope;
    for (const line of doorLines(config, doors)) say(line);
    const link = access.firstLink();
    if (link !== null)
      say(
        `sign in     ${addressOf(config, doors.dashboard)}/dashboard?first=${link}  (once, within an hour: it makes the first admin)`,
      );
    say(`ready ${JSON.stringify(doors)}`);
    log.info('the server is ready', { version, ...doors });
    const key = access.guarded ? access.secretFor('the sample hub', ['ingest']) : null;
    if (sample === null) return;
    sample.start({ otlpHttpPort: await hubscope.insidePort(), key }, say, (control) => {
      hubscope.switchboard.connect(control);
    });
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof DoorTaken)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = exitCodes.badUsage;
  }
}
