'use client';
import type { Budget } from '@hubscope/core/wire';
import type { ReactNode } from 'react';
import { apiPath, listOf } from '../live/api.js';
import { useAsked, type Asked } from './use-asked.js';
import { useWhileSeen } from '../live/while-seen.js';
import { showLine, showRound, thinSpace, unknown } from '../words/format.js';
import { pageWords as words } from '../words/page.js';

/** How often they are asked for anew while they are shown, ms. */
const everyMs = 5000;
const maxLines = 8;

function budgetsOf(body: unknown): readonly Budget[] {
  const budgets = typeof body === 'object' && body !== null && 'budgets' in body ? body.budgets : [];
  return listOf<Budget>(budgets, 'rule', 'name');
}

/** The error budgets of a hub; none while no hub is named. */
export function useBudgets(hub: string | null): Asked<readonly Budget[]> {
  const asked = useAsked(hub === null ? null : apiPath(`/hubs/${encodeURIComponent(hub)}/health`), budgetsOf);
  useWhileSeen(everyMs, asked.again);
  return asked;
}

/** The budgets with the least left first; those of which nothing is known come last. */
export function leastLeft(budgets: readonly Budget[]): readonly Budget[] {
  return budgets.toSorted((a, b) => (a.left ?? Infinity) - (b.left ?? Infinity));
}

/** What is left of each error budget of a hub; nothing where no rule keeps one. */
export function Budgets({ hub }: { readonly hub: string }): ReactNode {
  const { value, fault } = useBudgets(hub);
  if (value === null) return fault === null ? null : <p>{fault}</p>;
  if (value.length === 0) return null;
  const more = value.length - maxLines;
  return (
    <table className="parts" data-testid="budgets">
      <caption>{words.budgets}</caption>
      <tbody>
        {leastLeft(value)
          .slice(0, maxLines)
          .map(({ rule, name, component, objective, left }) => (
            <tr key={`${rule} ${component ?? ''}`}>
              <th scope="row">
                {name}
                {component !== null && <small> {component}</small>}
              </th>
              <td>
                <small>{words.objective(`${showRound(objective)}${thinSpace}%`)}</small>
              </td>
              <td className="lost">{left === null ? unknown : showLine(left, '%', 1)}</td>
            </tr>
          ))}
        {more > 0 && (
          <tr>
            <td colSpan={3}>{words.andMore(more)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
