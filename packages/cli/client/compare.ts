import type { ImpactSignal, ImpactView, StretchSide } from '@hubscope/core/wire';
import { askImpact, askStretches, interval, percent, value } from './impact.js';
import { say, table } from './run.js';
import { Refused, Server, type ServerOptions } from './server.js';
import { moment } from './values.js';

export interface CompareOptions extends ServerOptions {
  readonly baseline?: string;
  readonly with?: string;
  readonly since?: string;
  readonly before?: string;
  readonly after?: string;
  readonly component?: string;
  readonly markdown?: boolean;
}

const heads = ['Signal', 'Before', 'After', 'Change', 'Interval', 'Verdict'];

function rowsOf({ signals }: ImpactView): string[][] {
  return signals.map((signal) => [
    signal.title,
    value(signal.before, signal.unit),
    value(signal.after, signal.unit),
    percent(signal.change),
    interval(signal),
    wordsOf(signal),
  ]);
}

/** The verdict, its reason where there is one, and what became of the target. */
function wordsOf({ words, reason, verdict, load, seconds_more, target }: ImpactSignal): string {
  const why = verdict === 'unknown' && load.kind !== 'demand' && seconds_more === null ? reason : null;
  const goal =
    target === null
      ? []
      : [{ met: 'target met', missed: 'target missed', unknown: 'target not yet known' }[target.state]];
  return [why === null ? words : `${words}: ${why}`, ...goal].join('; ');
}

function headline(found: ImpactView): string {
  const overall = `${percent(found.overall)} (${interval({ low: found.overall_low, high: found.overall_high })}), ${found.overall_words}`;
  const of = found.component === null ? found.hub : `${found.component} of ${found.hub}`;
  const since = found.since === null ? '' : ` since ${new Date(found.since).toISOString()}`;
  return `${of} against ${found.baseline ?? 'no baseline'}${since}: ${overall}`;
}

/** An impact as Markdown, for a pull request or a chat. */
export function markdown(found: ImpactView): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [
    `**${headline(found)}**`,
    '',
    line(heads),
    line(heads.map((_, place) => (place === 0 || place === 5 ? '---' : '---:'))),
    ...rowsOf(found).map(line),
    ...[found.load, found.advice].flatMap((words) => (words === null ? [] : ['', words])),
  ].join('\n');
}

/** An impact for a terminal. */
export function plain(found: ImpactView): string {
  const beside = [found.load, found.advice].flatMap((words) => words ?? []);
  const rows = found.signals.length === 0 ? [] : ['', table([heads, ...rowsOf(found)])];
  return [headline(found), ...rows, ...(beside.length === 0 ? [] : ['', ...beside])].join('\n');
}

/** `FROM..TO` → a part of history; anything else is a baseline's name. */
function side(name: string, text: string): StretchSide {
  const dots = text.indexOf('..');
  if (dots < 0) return { baseline: text };
  const now = Date.now();
  return {
    from: moment(name, text.slice(0, dots), now),
    to: moment(name, text.slice(dots + 2) || 'now', now),
  };
}

async function asked(server: Server, options: CompareOptions): Promise<ImpactView> {
  const hub = await server.hub(options);
  const { before, after, component } = options;
  if (before !== undefined && after !== undefined) {
    const sides = { before: side('--before', before), after: side('--after', after) };
    return askStretches(server, hub, component, sides);
  }
  if (before !== undefined || after !== undefined) throw new Refused('--before and --after belong together');
  if (options.with !== undefined) {
    if (options.baseline === undefined) throw new Refused('--with names what --baseline is compared with');
    const sides = { before: { baseline: options.baseline }, after: { baseline: options.with } };
    return askStretches(server, hub, component, sides);
  }
  return askImpact(server, {
    hub,
    ...given('component', component),
    ...given('baseline', options.baseline),
    ...given('since', options.since),
  });
}

/** A property where it has a value: an optional one is left out rather than undefined. */
export function given<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  const one: Partial<Record<K, V>> = {};
  if (value !== undefined) one[name] = value;
  return one;
}

/** `hubscope compare` of what a server knows: did it get better? */
export async function compareLive(options: CompareOptions): Promise<void> {
  const found = await asked(new Server(options), options);
  if (options.json === true) say(JSON.stringify(found, null, 2));
  else say(options.markdown === true ? markdown(found) : plain(found));
}
