import type { ChannelAnswer, ChannelReply, Delivery } from '@hubscope/core/wire';
import { counted } from '@hubscope/core/format';
import { duration, momentWords, sentence } from '../../words/format.js';

/** How a channel does, in a line. `now`: ms since the epoch. */
export function channelWords({ state }: Pick<ChannelAnswer, 'state'>, now: number): string {
  const { waiting, dropped, failing, last_sent_at: last } = state;
  const parts = [
    ...(failing > 0 ? [`the last ${counted(failing, 'attempt')} failed`] : []),
    ...(waiting > 0 ? [`${counted(waiting, 'event')} ${waiting === 1 ? 'waits' : 'wait'}`] : []),
    ...(dropped > 0 ? [`${counted(dropped, 'event')} dropped`] : []),
    last === null ? 'nothing sent since the start' : `last sent ${momentWords(last, now)}`,
  ];
  return sentence(parts.join(' · '));
}

/** What the other side said to a test. */
export function replyWords({ ok, status, said, took_ms: took }: ChannelReply): string {
  const answer = [...(status === null ? [] : [String(status)]), ...(said === '' ? [] : [said])].join(' ');
  const how = ok ? 'Taken' : 'Not taken';
  return `${how} after ${took < 1000 ? `${String(Math.round(took))} ms` : duration(took)}: ${answer === '' ? 'it said nothing' : answer}`;
}

const became: Readonly<Record<Delivery['state'], string>> = {
  sent: 'sent',
  retrying: 'is tried again',
  gave_up: 'given up',
  refused: 'refused',
};
const about: Readonly<Record<Delivery['kind'], string>> = {
  fired: 'fired',
  resolved: 'resolved',
  updated: 'became graver',
  mixed: 'fired and resolved',
};

/** A message of the log, in a line. */
export function deliveryWords(
  { at, hub, kind, events, state, attempts, status }: Delivery,
  now: number,
): string {
  const what = `${events === 1 ? 'one alert' : `${String(events)} alerts`} of ${hub} ${about[kind]}`;
  const tries = attempts > 1 ? `, attempt ${String(attempts)}` : '';
  return `${momentWords(at, now)} · ${what} · ${became[state]}${tries}${status === null ? '' : ` (${String(status)})`}`;
}
