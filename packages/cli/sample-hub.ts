import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../../examples/orchestrator/', import.meta.url);

/** The rules that fit the sample hub. */
export const sampleHubConfig = fileURLToPath(new URL('hubscope.yaml', folder));

/** How long it has to send its last telemetry, ms. */
const stopWithinMs = 2500;

/** The sample hub as a process of its own, connected as any user's hub would be: by environment variables alone. */
export class SampleHub {
  #child: ChildProcess | null = null;
  #stopping = false;

  /**
   * Starts it; it runs until it is stopped or this process ends.
   * @param key shown to the server; null where it asks for none
   * @param say receives a line when its control port is open, and when it ends unasked
   * @param controlled receives where its control port is, and null when it has gone
   */
  start(
    { otlpHttpPort, key }: { readonly otlpHttpPort: number; readonly key: string | null },
    say: (line: string) => void,
    controlled: (control: string | null) => void,
  ): void {
    if (this.#stopping) return;
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('dist/main.js', folder)), '--exit-with-parent'],
      {
        env: {
          ...process.env,
          OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${String(otlpHttpPort)}`,
          ...(key === null ? {} : { OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${key}` }),
        },
        // Its standard input closes with this process, whatever ends it: then it ends too.
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const control = /^control (\S+)$/.exec(line)?.[1];
      if (control === undefined) return;
      controlled(control);
      say(`sample hub  switches at ${control}`);
    });
    child.on('error', (error) => {
      say(`sample hub  could not start: ${error.message}`);
    });
    child.on('exit', (code, signal) => {
      this.#child = null;
      controlled(null);
      if (!this.#stopping) say(`sample hub  ended (${signal ?? `exit code ${String(code)}`})`);
    });
  }

  /** Ends it and waits until it is gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (child === null) return;
    const gone = new Promise<void>((resolve) => {
      child.once('exit', () => {
        resolve();
      });
    });
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    await gone;
    clearTimeout(late);
  }
}
