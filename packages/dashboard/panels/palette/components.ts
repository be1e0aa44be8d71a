'use client';
import type { ComponentSummary } from '@hubscope/core/wire';
import { useMemo } from 'react';
import { apiPath, listOf } from '../../live/api.js';
import { useLive } from '../../live/live-context.js';
import { useAsked } from '../use-asked.js';

type Named = Pick<ComponentSummary, 'key' | 'kind' | 'name'>;

const componentsOf = (body: unknown): readonly Named[] => listOf<Named>(body, 'key', 'kind', 'name');

/** The components of a hub: those that have a row, and then those that only history knows. */
export function useComponents(hub: string | null): readonly Named[] {
  const rows = useLive(({ replica }) => replica.view?.components ?? null);
  const path = hub === null ? null : apiPath(`/hubs/${encodeURIComponent(hub)}/components`, { past: 'true' });
  const known = useAsked(path, componentsOf).value;
  return useMemo(() => {
    const present = [...(rows?.values() ?? [])];
    return [...present, ...(known ?? []).filter(({ key }) => rows?.has(key) !== true)];
  }, [rows, known]);
}
