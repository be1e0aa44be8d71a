'use client';
import { lazy, Suspense, type ReactNode } from 'react';
import type { Pinned } from '../../time/pinned.js';
import { Sheet, usePopover } from '../../panels/popover.js';
import { ownChartWords as words } from '../../words/own-charts.js';
import { chartTitle } from '../chart-legend.js';
import type { ChartFrame } from '../frame.js';
import type { ChartSpec } from '../spec.js';

// Not part of the first view.
const ToolList = lazy(() => import('./tool-list.js'));

export interface ChartToolsProps {
  readonly spec: ChartSpec;
  readonly frame: ChartFrame | null;
  /** The same chart as a view of one's own has it. */
  readonly pinned: Pinned;
  /** Puts another chart, or none, in its place; only in a view of one's own. */
  readonly change?: (to: Pinned | null) => void;
}

/** What can be done with a chart: pin it, compare it, take it along. */
export function ChartTools(props: ChartToolsProps): ReactNode {
  const { open, root, button, toggle, close } = usePopover();
  const { signal } = props.spec;
  const title = chartTitle(props.spec);
  return (
    <div className="chart-tools" ref={root}>
      <button
        type="button"
        ref={button}
        aria-label={words.tools(title)}
        aria-expanded={open}
        data-testid={`tools-${signal}`}
        onClick={toggle}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      {open && (
        <Sheet label={title} side="right">
          <Suspense fallback={<p aria-busy="true" />}>
            <ToolList
              {...props}
              chart={() => root.current?.closest('.chart') ?? null}
              done={() => {
                close();
                button.current?.focus();
              }}
            />
          </Suspense>
        </Sheet>
      )}
    </div>
  );
}
