'use client';
import type { HubSwitch } from '@hubscope/core/wire';
import { useCallback, useState } from 'react';
import { ApiFault, apiPath, ask } from '../../live/api.js';
import { useLive } from '../../live/live-context.js';
import { useWhileSeen } from '../../live/while-seen.js';
import { useAsked } from '../use-asked.js';
import { commonWords } from '../../words/common.js';
import { impactWords } from '../../words/impact.js';

/** Somebody else may turn a switch: how they are is asked again so often, ms. */
const againMs = 10_000;

function switchesOf(body: unknown): readonly HubSwitch[] {
  if (typeof body === 'object' && body !== null && 'switches' in body && Array.isArray(body.switches))
    return body.switches as readonly HubSwitch[];
  throw new ApiFault(commonWords.unreadable, null);
}

/** The switches of the hub that the page looks at. */
export interface Switches {
  /** None where the hub has no control port that the server knows. */
  readonly list: readonly HubSwitch[];
  /** The one that is being turned; null: none. */
  readonly turning: string | null;
  readonly fault: string | null;
  readonly turn: (name: string, on: boolean) => Promise<void>;
}

export function useSwitches(): Switches {
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const path = hub === null ? null : apiPath(`/hubs/${encodeURIComponent(hub)}/switches`);
  const { value, again } = useAsked(path, switchesOf);
  const [turning, setTurning] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const some = (value?.length ?? 0) > 0;
  useWhileSeen(againMs, some ? again : null);
  const turn = useCallback(
    async (name: string, on: boolean): Promise<void> => {
      if (path === null) return;
      setTurning(name);
      try {
        await ask(path, { method: 'POST', body: { name, on } });
        setFault(null);
      } catch (error) {
        setFault(error instanceof ApiFault ? error.message : impactWords.notTurned);
      }
      again();
      setTurning(null);
    },
    [path, again],
  );
  return { list: value ?? [], turning, fault, turn };
}
