'use client';
import type { Threshold } from '@hubscope/core/live';
import { useEffect, useMemo } from 'react';
import { apiPath, ruleListOf } from '../live/api.js';
import { useLive } from '../live/live-context.js';
import { usePlace } from '../time/use-place.js';
import { componentThresholds } from './thresholds.js';
import { useAsked } from './use-asked.js';

const none: readonly Threshold[] = [];

/** The thresholds of what is on screen: those that the hub's frames bring, or, of a component, those of the rules that watch it. */
export function useThresholds(): readonly Threshold[] {
  const { component } = usePlace();
  const hub = useLive(({ replica }) => replica.view?.name ?? null);
  const ofHub = useLive(({ replica }) => replica.view?.thresholds ?? none);
  const signals = useLive(({ replica }) => replica.view?.signals ?? null);
  const { value: rules, again } = useAsked(component === null ? null : apiPath('/rules'), ruleListOf);
  // When rules are others, the hub's thresholds are told anew.
  useEffect(again, [again, ofHub]);
  return useMemo(() => {
    if (component === null) return ofHub;
    if (hub === null || rules === null) return none;
    return componentThresholds(rules, hub, component, signals ?? []);
  }, [component, hub, ofHub, rules, signals]);
}
