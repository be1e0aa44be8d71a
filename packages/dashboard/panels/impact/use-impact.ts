'use client';
import type { ImpactView } from '@hubscope/core/wire';
import { ApiFault, apiPath } from '../../live/api.js';
import { useLive } from '../../live/live-context.js';
import { useWhileSeen } from '../../live/while-seen.js';
import { usePlace } from '../../time/use-place.js';
import { useAsked } from '../use-asked.js';
import { commonWords } from '../../words/common.js';

/** A component's impact is asked for so often; the hub's own comes with the live form, ms. */
const againMs = 5000;

function impactOf(body: unknown): ImpactView {
  if (typeof body === 'object' && body !== null && 'signals' in body && Array.isArray(body.signals))
    return body as ImpactView;
  throw new ApiFault(commonWords.unreadable, null);
}

/** The impact of what the page looks at: the hub, or one of its components; null where nothing is known of it. */
export function useImpact(): ImpactView | null {
  const { component } = usePlace();
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const own = useLive(({ replica }) => replica.view?.impact ?? null);
  const path =
    component === null || hub === null || own === null || own.baseline === null
      ? null
      : apiPath(`/hubs/${encodeURIComponent(hub)}/impact`, { component });
  const { value, again } = useAsked(path, impactOf);
  useWhileSeen(againMs, path === null ? null : again);
  return path === null ? own : value;
}
