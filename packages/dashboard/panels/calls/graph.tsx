'use client';
import type { CallEdge } from '@hubscope/core/wire';
import { useId, useMemo, useState, type ReactNode } from 'react';
import { usePlace } from '../../time/use-place.js';
import { PlaceLink } from '../place-link.js';
import { partsOf } from './answers.js';
import { layOut, node, type PlacedEdge } from './layout.js';
import { showLine } from '../../words/format.js';
import { callWords as words } from '../../words/calls.js';

/** From this share of failed calls on, an edge is coloured, %. */
const troubleFrom = 1;

/** A line is as thick as its calls are frequent, by their logarithm, CSS px. */
function thickness(rate: number, most: number): number {
  return most <= 0 ? 1 : 1 + 4 * Math.max(0, 1 + Math.log10(Math.max(rate / most, 1e-3)) / 3);
}

function touches({ edge }: PlacedEdge, key: string | null): boolean {
  return edge.from === key || edge.to === key;
}

/** Who calls whom, drawn. The list beside it says the same in words, so that this is no more than a picture to who reads it aloud. */
export function CallGraph({ edges }: { readonly edges: readonly CallEdge[] }): ReactNode {
  const drawing = useMemo(() => layOut(edges), [edges]);
  const place = usePlace();
  const arrow = useId();
  const [looked, setLooked] = useState<{ readonly key: string | null } | null>(null);
  const most = Math.max(0, ...edges.map(({ rate }) => rate));
  const { width, height } = drawing;
  return (
    <div className="call-graph" tabIndex={0} role="group" aria-label={words.drawn}>
      <div style={{ width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          <marker
            id={arrow}
            viewBox="0 0 8 8"
            refX="8"
            refY="4"
            markerUnits="userSpaceOnUse"
            markerWidth="9"
            markerHeight="9"
            orient="auto"
          >
            <path className="call-arrow" d="M0 0 L8 4 L0 8 Z" />
          </marker>
          {drawing.edges.map((placed) => {
            const { edge, path, back } = placed;
            return (
              <path
                key={`${edge.from ?? ''} ${edge.to}`}
                d={path}
                strokeWidth={thickness(edge.rate, most).toFixed(2)}
                markerEnd={back ? `url(#${arrow})` : undefined}
                data-trouble={(edge.error_rate ?? 0) >= troubleFrom || undefined}
                data-faint={(looked !== null && !touches(placed, looked.key)) || undefined}
              />
            );
          })}
        </svg>
        {drawing.nodes.map(({ key, x, y }) => {
          const { kind, name } = partsOf(key);
          const rate = edges.filter(({ to }) => to === key).reduce((sum, each) => sum + each.rate, 0);
          const look = (): void => {
            setLooked({ key });
          };
          const leave = (): void => {
            setLooked(null);
          };
          return (
            <div
              className="call-node"
              key={key ?? ''}
              data-outside={key === null}
              style={{ left: x, top: y, width: node.width, height: node.height }}
              onPointerEnter={look}
              onPointerLeave={leave}
              onFocus={look}
              onBlur={leave}
            >
              {key === null ? (
                <span className="call-name">{name}</span>
              ) : (
                <PlaceLink to={{ ...place, view: 'hub', component: key }}>
                  <small>{kind}</small>
                  <span className="call-name">{name}</span>
                  <small className="call-rate">{showLine(rate, '/s')}</small>
                </PlaceLink>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
