import { fixed, clockTime, duration, showLine, unknown } from '@hubscope/core/format';
import { newestOf, newestSecond, signalOf, soundsDisconnected, type HubView } from '@hubscope/core/live';
import { ends, span, type Line, type Span, type Style } from './line.js';
import { serverNow, type TopState } from './state.js';

const gap = span('   ');

/** The connection in a word or two, with the time to the next try. */
function connection({ live: { link, mute }, life, now }: TopState): Span {
  if (link.phase === 'waiting') {
    const seconds = Math.max(0, Math.ceil((link.retryAt - now) / 1000));
    const word = soundsDisconnected(link) ? 'Disconnected' : 'Reconnecting';
    return span(`${word}, next try in ${String(seconds)} s`, 'warning');
  }
  if (link.phase === 'connecting') return span(link.attempt === 0 ? 'Connecting' : 'Reconnecting', 'warning');
  if (mute) return span('No answer', 'warning');
  return life === 'silent' ? span('Connected, the hub is silent', 'warning') : span('Connected', 'ok');
}

/** How old what is shown is. */
function age(state: TopState): string {
  const { view } = state.live.replica;
  const newest = view === null ? null : newestSecond(view.series);
  if (newest === null) return 'no data yet';
  return `data ${duration(serverNow(state) - (newest + 1) * 1000)} old`;
}

/** Hub, version and instances; the connection, how old the data is, and the time. */
export function header(state: TopState, columns: number): Line {
  const { view } = state.live.replica;
  const status = view?.status ?? null;
  const name = view?.name ?? state.live.asked;
  const about = [
    ...(typeof status?.version === 'string' ? [status.version] : []),
    ...(status === null || status.instances === 0
      ? []
      : [`${String(status.instances)} ${status.instances === 1 ? 'instance' : 'instances'}`]),
  ];
  const left = [
    span(name ?? (view === null ? 'Hubscope' : 'No hub yet'), 'strong'),
    span(about.length === 0 ? '' : `  ${about.join(' · ')}`, 'quiet'),
  ];
  const right = [connection(state), span(` · ${age(state)}`, 'quiet')];
  const time = span(` · ${clockTime(state.now)}`, 'quiet');
  return ends(left, columns < 60 ? right : [...right, time], columns);
}

function grade(score: number): readonly [string, Style] {
  if (score >= 80) return ['good', 'ok'];
  return score >= 50 ? ['strained', 'warning'] : ['bad', 'critical'];
}

function fact(label: string, text: string, style: Style = 'strong'): Line {
  return [span(`${label} `, 'quiet'), span(text, style)];
}

function column(view: HubView | null, name: string, silent: boolean): string {
  if (view === null || silent) return unknown;
  const signal = signalOf(view.signals, name);
  return showLine(newestOf(view, name), signal?.unit ?? '', signal?.decimals ?? 1);
}

/** Health, uptime, connections, errors, score: one line. */
export function strip({ live, life }: TopState): Line {
  const { view } = live.replica;
  const silent = life === 'silent';
  const score = view?.judgement?.health.score ?? null;
  const [word, style] = score === null ? ['', 'strong' as const] : grade(score);
  const uptime = view?.judgement?.uptime.percent ?? null;
  const impact = view?.impact?.score ?? null;
  return [
    ...fact('Health', score === null ? unknown : `${String(Math.round(score))} ${word}`, style),
    gap,
    ...fact('Uptime', uptime === null ? unknown : showLine(uptime, '%', 2)),
    gap,
    ...fact('Connections', column(view, 'connections', silent)),
    gap,
    ...fact('Errors', column(view, 'error_rate', silent)),
    gap,
    ...fact('Score', impact === null ? unknown : fixed(impact, 1)),
  ];
}
