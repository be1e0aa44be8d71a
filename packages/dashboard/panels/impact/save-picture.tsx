'use client';
import type { SharedImpact } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { ApiFault } from '../../live/api.js';
import { useLive } from '../../live/live-context.js';
import { firstPlace, queryOfPlace } from '../../time/place.js';
import { saveFile } from '../save-file.js';
import { clockMinute, dayAndMonth } from '../../words/format.js';
import { commonWords } from '../../words/common.js';
import { verdictWords as words } from '../../words/verdict.js';

/** @throws ApiFault where an answer is no verdict */
export function keptOf(body: unknown): SharedImpact {
  if (typeof body === 'object' && body !== null && 'impact' in body && 'at' in body)
    return body as SharedImpact;
  throw new ApiFault(commonWords.unreadable, null);
}

/** Where a verdict that was kept is found, on this server. */
export function keptLink({ id }: Pick<SharedImpact, 'id'>): string {
  return new URL(queryOfPlace({ ...firstPlace, view: 'verdict', verdict: id }), window.location.href).href;
}

/** When it was kept, as it stands on a picture. */
export function keptWords(at: number): string {
  return `${dayAndMonth(at)}, ${clockMinute(at)}`;
}

/** Saves a verdict as a picture. */
export function SavePicture({ kept }: { readonly kept: () => Promise<SharedImpact> }): ReactNode {
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready');
  const save = async (): Promise<void> => {
    setState('busy');
    try {
      const verdict = await kept();
      const { pictureOf } = await import('./picture.js');
      const link = keptLink(verdict);
      const blob = await pictureOf({ impact: verdict.impact, when: keptWords(verdict.at), link, signals });
      saveFile(blob, `${verdict.impact.hub}-impact-${verdict.id.slice(0, 8)}.png`);
      setState('ready');
    } catch {
      setState('failed');
    }
  };
  return (
    <button
      type="button"
      className="button"
      data-testid="save-picture"
      disabled={state === 'busy'}
      onClick={() => void save()}
    >
      {state === 'failed' ? words.failed : words.save}
    </button>
  );
}
