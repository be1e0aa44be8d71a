import type { ScrapeJob } from '@hubscope/core/wire';
import { TargetFile, type TargetGroup } from './discovery.js';
import { Target, type TargetConfig, type TargetOptions, type TargetState } from './target.js';

/** How often files of targets are looked at, ms. */
const lookEveryMs = 5000;
/** Targets of all jobs; past it the rest are left out, and said so. */
const maxTargets = 1000;

interface Running {
  readonly target: Target;
  readonly timer: NodeJS.Timeout;
}

function urlOf(target: string, path: string): URL | null {
  const written = /^https?:\/\//.test(target) ? target : `http://${target}`;
  if (!URL.canParse(written)) return null;
  const url = new URL(written);
  if (url.pathname === '/') url.pathname = path;
  return url;
}

function configOf(job: ScrapeJob, group: TargetGroup, target: string): TargetConfig | null {
  const url = urlOf(target, job.path);
  if (url === null) return null;
  return {
    url: url.href,
    labels: { job: job.job, instance: url.host, ...job.labels, ...group.labels },
    intervalMs: job.interval * 1000,
    timeoutMs: Math.min(job.timeout, job.interval) * 1000,
    maxBytes: job.max_bytes,
    maxSamples: job.max_samples,
  };
}

/** Fetches the pages of metrics that the configuration names, each at its interval. */
export class Scraper {
  readonly #files: ReadonlyMap<ScrapeJob, TargetFile>;
  readonly #running = new Map<string, Running>();
  #faults: string[] = [];
  #looking: NodeJS.Timeout | null = null;

  constructor(
    private readonly jobs: readonly ScrapeJob[],
    private readonly options: TargetOptions,
  ) {
    this.#files = new Map(
      jobs.flatMap((job) => (job.file === null ? [] : [[job, new TargetFile(job.file)] as const])),
    );
  }

  /** Starts with the targets of the configuration and of the files as they are. */
  async start(): Promise<void> {
    await this.look();
    if (this.#files.size === 0) return;
    this.#looking = setInterval(() => void this.look(), lookEveryMs);
  }

  stop(): void {
    if (this.#looking !== null) clearInterval(this.#looking);
    for (const { timer } of this.#running.values()) clearInterval(timer);
    this.#running.clear();
  }

  /** How each target's last fetch went. */
  states(): TargetState[] {
    return [...this.#running.values()].map(({ target }) => target.state);
  }

  /** What is wrong with files and addresses of targets. */
  faults(): readonly string[] {
    return [
      ...this.#faults,
      ...[...this.#files.values()].flatMap(({ error }) => (error === null ? [] : [error])),
    ];
  }

  /** Reads the files that changed; targets that are gone are let go, new ones begin. */
  async look(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.look()));
    const wanted = new Map<string, TargetConfig>();
    this.#faults = [];
    for (const job of this.jobs) {
      const groups = [{ targets: job.targets, labels: {} }, ...(this.#files.get(job)?.groups ?? [])];
      for (const group of groups) {
        for (const target of group.targets) this.#want(wanted, job, group, target);
      }
    }
    for (const [key, { timer }] of this.#running) {
      if (wanted.has(key)) continue;
      clearInterval(timer);
      this.#running.delete(key);
    }
    for (const [key, config] of wanted) if (!this.#running.has(key)) this.#begin(key, config);
  }

  #want(wanted: Map<string, TargetConfig>, job: ScrapeJob, group: TargetGroup, target: string): void {
    const config = configOf(job, group, target);
    if (config === null) this.#faults.push(`${job.job}: ${target} is no address`);
    else if (wanted.size >= maxTargets)
      this.#faults.push(`${job.job}: more than ${String(maxTargets)} targets`);
    else wanted.set(JSON.stringify(config), config);
  }

  #begin(key: string, config: TargetConfig): void {
    const target = new Target(config, this.options);
    void target.scrape();
    this.#running.set(key, { target, timer: setInterval(() => void target.scrape(), config.intervalMs) });
  }
}
