import type { Palette } from './line.js';

/** Bits of colour that the terminal shows; 1: none. */
export type Depth = 1 | 4 | 8 | 24;

const withoutColour: Palette = {
  plain: '',
  strong: '1',
  quiet: '2',
  selected: '7',
  throughput: '',
  latency: '',
  'latency-high': '2',
  memory: '',
  cpu: '',
  ok: '',
  warning: '1',
  critical: '1',
};

/** Tones that can be read on a dark ground and on a light one. Red is for critical, nothing else. */
const palettes: Readonly<Record<Depth, Palette>> = {
  1: withoutColour,
  4: {
    ...withoutColour,
    throughput: '94',
    latency: '35',
    'latency-high': '95',
    memory: '36',
    cpu: '95',
    ok: '32',
    warning: '33',
    critical: '1;31',
  },
  8: {
    ...withoutColour,
    throughput: '38;5;68',
    latency: '38;5;98',
    'latency-high': '38;5;140',
    memory: '38;5;37',
    cpu: '38;5;168',
    ok: '38;5;71',
    warning: '38;5;172',
    critical: '1;38;5;167',
  },
  24: {
    ...withoutColour,
    throughput: '38;2;78;140;220',
    latency: '38;2;150;110;215',
    'latency-high': '38;2;178;150;225',
    memory: '38;2;30;160;160',
    cpu: '38;2;210;95;150',
    ok: '38;2;60;160;95',
    warning: '38;2;200;130;30',
    critical: '1;38;2;220;75;70',
  },
};

/** The palette of a terminal. `NO_COLOR` (no-color.org) leaves weight alone, whatever the terminal could. */
export function paletteOf(env: Readonly<Record<string, string | undefined>>, depth: number): Palette {
  if ((env['NO_COLOR'] ?? '') !== '') return withoutColour;
  return depth >= 24 ? palettes[24] : depth >= 8 ? palettes[8] : depth >= 4 ? palettes[4] : palettes[1];
}
