import { WebSocket, type RawData } from 'ws';
import { eventually } from './eventually.js';

/** What a second of the plain form says, by wire name. */
export type PlainPoint = Readonly<Record<string, number | null>> & { readonly timestamp: number };

export interface PlainAlert {
  readonly id: string;
  readonly threshold: {
    readonly name: string;
    readonly metric: string;
    readonly severity: string;
    readonly threshold: number;
  };
  readonly state: string;
  readonly hub: string;
  readonly current_value: number | null;
}

/** The frame of the plain form, as docs/ describe it to any client. */
export interface PlainFrame {
  readonly current: PlainPoint;
  readonly history: readonly PlainPoint[];
  readonly summary: Readonly<Record<string, number | null>>;
  readonly alerts: readonly PlainAlert[];
}

/** The text of a message. */
export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

/** A client of the plain form that keeps every frame it gets. */
export class PlainViewer {
  readonly frames: PlainFrame[] = [];
  /** When each frame came, ms since the epoch. */
  readonly arrivals: number[] = [];
  /** Messages that are no frames: answers and errors. */
  readonly answers: Readonly<Record<string, unknown>>[] = [];
  readonly socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      const message = JSON.parse(textOf(data)) as PlainFrame | Readonly<Record<string, unknown>>;
      if ('current' in message && 'history' in message) {
        this.frames.push(message as PlainFrame);
        this.arrivals.push(Date.now());
      } else this.answers.push(message);
    });
  }

  /** @param url of `/ws`, with `?hub=` where a certain one is meant */
  static async connect(url: string): Promise<PlainViewer> {
    const socket = new WebSocket(url);
    const viewer = new PlainViewer(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return viewer;
  }

  get newest(): PlainFrame | null {
    return this.frames.at(-1) ?? null;
  }

  /** Waits for a frame that fits. */
  frame(what: string, fits: (frame: PlainFrame) => boolean, withinMs = 20_000): Promise<PlainFrame> {
    return eventually({ what, withinMs }, () => this.frames.find(fits) ?? null);
  }

  /** Every value that was ever shown for a second (ms since the epoch), oldest first, without repetition. */
  shown(timestamp: number): PlainPoint[] {
    const points = this.frames.flatMap(({ history }) =>
      history.filter((point) => point.timestamp === timestamp),
    );
    return [...new Map(points.map((point) => [JSON.stringify(point), point])).values()];
  }

  close(): void {
    this.socket.terminate();
  }
}
