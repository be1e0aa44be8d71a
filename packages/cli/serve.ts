import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultRules, type Config } from '@hubscope/core/wire';
import { ConfigError, DoorTaken, Hubscope, loadConfig } from '@hubscope/server';
import { exitCodes } from './exit-codes.js';
import { reloadOnChange } from './reload.js';
import { SampleHub, sampleHubConfig } from './sample-hub.js';
import { version } from './version.js';

export interface ServeOptions {
  readonly config?: string;
  readonly demo?: boolean;
  readonly insecure?: boolean;
  readonly data?: string;
}

/** The dashboard as the build leaves it. */
const dashboardFolder = fileURLToPath(new URL('../../dashboard/out/', import.meta.url));

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function configFile({ config }: ServeOptions): string | null {
  return config ?? process.env['HUBSCOPE_CONFIG'] ?? (existsSync('hubscope.yaml') ? 'hubscope.yaml' : null);
}

async function configOf(options: ServeOptions, file: string | null): Promise<Config> {
  const loaded = await loadConfig(file, process.env);
  const config = options.data === undefined ? loaded : { ...loaded, data: options.data };
  const insecure = config.insecure || options.insecure === true;
  if (options.demo !== true) return { ...config, insecure };
  const sample = await loadConfig(sampleHubConfig, {});
  return { ...config, insecure, rules: [...(config.rules ?? defaultRules), ...(sample.rules ?? [])] };
}

/** Ends the server on SIGTERM and SIGINT: what it holds is written, viewers are told, and the process exits 0. */
function stopOnSignal(hubscope: Hubscope, sample: SampleHub | null): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void Promise.resolve(sample?.stop())
      .then(() => hubscope.stop())
      .then(() => process.exit(exitCodes.done));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** `hubscope serve`: starts the server, says where its doors are, then `ready` with their ports. */
export async function serve(options: ServeOptions): Promise<void> {
  try {
    const file = configFile(options);
    const read = (): Promise<Config> => configOf(options, file);
    const config = await read();
    const dashboard = existsSync(dashboardFolder) ? dashboardFolder : null;
    const hubscope = await Hubscope.start({ config, dashboard, version });
    const sample = options.demo === true ? new SampleHub() : null;
    stopOnSignal(hubscope, sample);
    reloadOnChange({
      file,
      read,
      take: (again) => hubscope.reconfigure(again),
      say,
      complain: (line) => process.stderr.write(`${line}\n`),
    });
    const { doors } = hubscope;
    say(`dashboard   http://localhost:${String(doors.dashboard)}/dashboard`);
    say(
      `API         http://localhost:${String(doors.api)}/api/v1  and  ws://localhost:${String(doors.api)}/ws`,
    );
    say(`OTLP/HTTP   http://localhost:${String(doors.otlpHttp)}`);
    say(`OTLP/gRPC   http://localhost:${String(doors.otlpGrpc)}`);
    say(`ready ${JSON.stringify(doors)}`);
    sample?.start(doors.otlpHttp, say, (control) => {
      hubscope.switchboard.connect(control);
    });
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof DoorTaken)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = exitCodes.badUsage;
  }
}
