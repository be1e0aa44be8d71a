export type Scene =
  'live' | 'empty' | 'silent' | 'alerting' | 'firing' | 'lag' | 'burst' | 'young' | 'strange';

export interface FeederOptions {
  readonly port?: number;
  readonly scene?: Scene;
  readonly impact?: 'better' | 'worse' | 'mixed' | 'same' | 'unknown' | 'none';
  readonly seed?: number;
  /** Its clock, ms since the epoch; while that stands, no second passes. */
  readonly now?: () => number;
}

export interface Fed {
  /** Where it serves the dashboard, without a path. */
  readonly url: string;
  readonly control: (
    what: 'drop' | 'accept' | 'mute' | 'scene' | 'hub',
    parameters?: Readonly<Record<string, string>>,
  ) => void;
  readonly close: () => void;
}

export function startFeeder(options?: FeederOptions): Promise<Fed>;
