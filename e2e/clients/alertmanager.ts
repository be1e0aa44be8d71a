import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually, Hopeless } from '../../bench/harness/eventually.js';

const cache = fileURLToPath(new URL('../../.cache/alertmanager', import.meta.url));
const places = [
  process.env['ALERTMANAGER_PATH'],
  '/usr/bin/prometheus-alertmanager',
  '/usr/bin/alertmanager',
  '/usr/local/bin/alertmanager',
  '/opt/homebrew/bin/alertmanager',
  join(cache, 'usr/bin/prometheus-alertmanager'),
];

function found(): string | null {
  return places.find((place) => place !== undefined && existsSync(place)) ?? null;
}

/** Where Debian's Alertmanager looks for its templates, wherever it is itself. */
const templates = 'usr/share/prometheus/alertmanager';

/** Fetches Debian's package and unpacks it beside the build; installing it would start a server of its own. */
function fetched(): void {
  if (!existsSync('/usr/bin/apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  mkdirSync(cache, { recursive: true });
  // Package lists are root's to fetch; where they are there already, anybody may download.
  if (process.getuid?.() === 0) execFileSync('apt-get', ['update', '-q'], { env, stdio: 'ignore' });
  const asked = { cwd: cache, env, stdio: 'ignore' } as const;
  execFileSync('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', 'prometheus-alertmanager'], asked);
  for (const file of readdirSync(cache).filter((name) => name.endsWith('.deb')))
    execFileSync('dpkg-deb', ['-x', file, '.'], asked);
}

/** The path of an Alertmanager. @throws where there is none and none can be had: the test of it must not be left out */
function alertmanagerPath(): string {
  if (found() === null) fetched();
  const path = found();
  const unpacked = path?.startsWith(cache) === true;
  if (unpacked && !existsSync(join('/', templates)) && process.getuid?.() === 0)
    cpSync(join(cache, templates), join('/', templates), { recursive: true });
  if (path !== null) return path;
  throw new Error('no Alertmanager: install prometheus-alertmanager, or name one with ALERTMANAGER_PATH');
}

const config = 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n';

/** An alert as Alertmanager has it. */
export interface ManagedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

/** A real Alertmanager, alone, on a port of its own. */
export class Alertmanager {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Alertmanager> {
    const path = alertmanagerPath();
    const folder = mkdtempSync(join(tmpdir(), 'hubscope-alertmanager-'));
    const file = join(folder, 'alertmanager.yml');
    writeFileSync(file, config);
    const child = spawn(
      path,
      [
        `--config.file=${file}`,
        `--storage.path=${join(folder, 'data')}`,
        '--web.listen-address=127.0.0.1:0',
        '--cluster.listen-address=',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const said: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
    const address = await eventually({ what: 'Alertmanager listens', withinMs: 20_000 }, () => {
      if (child.exitCode !== null) throw new Hopeless(`Alertmanager ended:\n${said.join('\n')}`);
      return /"Listening on" address=(\S+)/.exec(said.join('\n'))?.[1] ?? null;
    });
    return new Alertmanager(`http://${address}`, child, folder);
  }

  /** What fires. */
  async alerts(): Promise<readonly ManagedAlert[]> {
    const answer = await fetch(`${this.url}/api/v2/alerts`);
    if (!answer.ok) throw new Error(`Alertmanager answered ${String(answer.status)}`);
    return (await answer.json()) as readonly ManagedAlert[];
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
