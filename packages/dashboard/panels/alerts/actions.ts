import type { Alert } from '@hubscope/core/wire';
import { apiPath, ask } from '../../live/api.js';
import { say } from '../overlay.js';

function ofAlert(alert: Pick<Alert, 'id'>, action: string): string {
  return apiPath(`/alerts/${encodeURIComponent(alert.id)}/${action}`);
}

/** Says that someone has seen it, and how to take that back. */
export async function acknowledge(alert: Alert): Promise<void> {
  await ask(ofAlert(alert, 'acknowledge'), { method: 'POST', body: {} });
  say({
    words: `${alert.threshold.name} is acknowledged. It stays quiet until it resolves or gets worse.`,
    undo: () => ask(ofAlert(alert, 'unacknowledge'), { method: 'POST', body: {} }),
  });
}

/** Writes a note into the incident's timeline. */
export async function writeNote(incident: string, note: string): Promise<void> {
  await ask(apiPath(`/incidents/${encodeURIComponent(incident)}/notes`), { method: 'POST', body: { note } });
}

/** Mutes what fits for a time, and says how to end that. */
export async function silence(
  matcher: Readonly<Record<string, string | null>>,
  seconds: number,
  comment: string | null,
): Promise<void> {
  const set = Object.fromEntries(
    Object.entries(matcher).filter(([, value]) => value !== null && value !== ''),
  );
  const made = await ask(apiPath('/silences'), {
    method: 'POST',
    body: { matcher: set, duration: seconds, ...(comment === null || comment === '' ? {} : { comment }) },
  });
  const id = typeof made === 'object' && made !== null && 'id' in made ? String(made.id) : null;
  say({
    words: 'Silenced. Nobody is told while it lasts; the page shows it as before.',
    undo:
      id === null ? null : () => ask(apiPath(`/silences/${encodeURIComponent(id)}`), { method: 'DELETE' }),
  });
}
