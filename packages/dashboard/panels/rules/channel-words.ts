import type { ChannelAnswer, ChannelReply, Delivery } from '@hubscope/core/wire';
import { duration, momentWords, sentence } from '../../words/format.js';
import { channelWords as words } from '../../words/channels.js';

/** How a channel does, in a line. `now`: ms since the epoch. */
export function channelWords({ state }: Pick<ChannelAnswer, 'state'>, now: number): string {
  const { waiting, dropped, failing, last_sent_at: last } = state;
  const parts = [
    ...(failing > 0 ? [words.failing(failing)] : []),
    ...(waiting > 0 ? [words.waiting(waiting)] : []),
    ...(dropped > 0 ? [words.dropped(dropped)] : []),
    last === null ? words.nothingSent : words.lastSent(momentWords(last, now)),
  ];
  return sentence(parts.join(' · '));
}

/** What the other side said to a test. */
export function replyWords({ ok, status, said, took_ms: took }: ChannelReply): string {
  const answer = [...(status === null ? [] : [String(status)]), ...(said === '' ? [] : [said])].join(' ');
  return words.reply(ok, took < 1000 ? `${String(Math.round(took))} ms` : duration(took), answer);
}

/** A message of the log, in a line. */
export function deliveryWords(
  { at, hub, kind, events, state, attempts, status }: Delivery,
  now: number,
): string {
  const what = words.alertsOf(events, hub, words.about[kind]);
  const tries = attempts > 1 ? words.attempt(attempts) : '';
  return `${momentWords(at, now)} · ${what} · ${words.became[state]}${tries}${status === null ? '' : ` (${String(status)})`}`;
}
