'use client';
import { apiPath, historyAnswerOf } from '../live/api.js';
import { columnIn, type Values } from '@hubscope/core/live';
import { useLive } from '../live/live-context.js';
import { useWhileSeen } from '../live/while-seen.js';
import { historyOf, type History } from '../time/history.js';
import { usePlace } from '../time/use-place.js';
import { useAsked } from './use-asked.js';

/** The sparkline's cells, s each; the hub's own come with the live form. */
const cell = 30;

const none: Values = [];

function historyIn(body: unknown): History {
  return historyOf(historyAnswerOf(body));
}

/** The last hour of a column by half minutes: the hub's, or that of the component which the page looks at. */
export function useHour(column: string): Values {
  const { component } = usePlace();
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const own = useLive(({ replica }) => columnIn(replica.view?.sparklines.columns ?? {}, column)) ?? none;
  const path =
    component === null || hub === null
      ? null
      : apiPath(`/hubs/${encodeURIComponent(hub)}/history`, {
          component,
          signals: column,
          step: cell * 1000,
        });
  const { value, again } = useAsked(path, historyIn);
  useWhileSeen(cell * 1000, path === null ? null : again);
  if (component === null) return own;
  return value === null ? none : (columnIn(value.columns, column) ?? none);
}
