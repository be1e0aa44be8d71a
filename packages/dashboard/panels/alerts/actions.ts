import type { Alert, Silence } from '@hubscope/core/wire';
import { apiPath, ask, idOf } from '../../live/api.js';
import { signed } from '../access/person.js';
import { alertWords } from '../../words/alerts.js';
import { say } from '../overlay.js';
import { silenceAgain, silenceBody, silencedWords, type Silencing } from '../rules/silence-words.js';
import { silenceWords } from '../../words/silences.js';

function ofSilence(id: string): string {
  return apiPath(`/silences/${encodeURIComponent(id)}`);
}

function ofAlert(alert: Pick<Alert, 'id'>, action: string): string {
  return apiPath(`/alerts/${encodeURIComponent(alert.id)}/${action}`);
}

/** Says that someone has seen it, and how to take that back. */
export async function acknowledge(alert: Alert): Promise<void> {
  await ask(ofAlert(alert, 'acknowledge'), { method: 'POST', body: signed() });
  say({
    words: alertWords.acknowledged(alert.threshold.name),
    undo: () => ask(ofAlert(alert, 'unacknowledge'), { method: 'POST', body: signed() }),
  });
}

/** Writes a note into the incident's timeline. */
export async function writeNote(incident: string, note: string): Promise<void> {
  await ask(apiPath(`/incidents/${encodeURIComponent(incident)}/notes`), {
    method: 'POST',
    body: { ...signed(), note },
  });
}

/** Mutes what fits for a time, and says how to end that. `now`: ms since the epoch. */
export async function silence(asked: Silencing, now: number): Promise<void> {
  const body = { ...signed(), ...silenceBody(asked) };
  const id = idOf(await ask(apiPath('/silences'), { method: 'POST', body }));
  say({
    words: silencedWords(asked, now),
    undo: () => ask(ofSilence(id), { method: 'DELETE' }),
  });
}

/** Ends a silence, and says how to go on with it. */
export async function endSilence({ id, ...silence }: Silence): Promise<void> {
  await ask(ofSilence(id), { method: 'DELETE' });
  say({
    words: silenceWords.ended,
    undo: () => ask(apiPath('/silences'), { method: 'POST', body: silenceAgain(silence) }),
  });
}
