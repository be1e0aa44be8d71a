import {
  defaultRules,
  HubscopeError,
  type Incident,
  type Rule,
  type RuleInForce,
  type Silence,
} from '@hubscope/core/wire';
import type { ApiPorts } from '../ports.js';

const inForce = (id: string, each: Rule): RuleInForce => ({
  id,
  origin: 'api',
  read_only: false,
  changed: false,
  ...each,
});

export const incident: Incident = {
  id: 'a1',
  state: 'firing',
  rule: 'r1',
  name: 'High Latency',
  hub: 'shop',
  component: null,
  column: 'latency',
  condition: 'above',
  threshold: 150,
  severity: 'warning',
  began_at: 1,
  fired_at: 2,
  resolved_at: null,
  occurrences: 1,
  worst_value: 200,
  message: '200 ms, above 150 for 5 s',
  acknowledged_by: null,
  acknowledged_at: null,
  note: null,
  silenced_by: null,
  inhibited_by: null,
  told: true,
  timeline: [],
};

/** Ports of rules, incidents, silences and health that keep what they are told and conclude nothing. */
export function fakeAlerting(): Pick<ApiPorts, 'rules' | 'incidents' | 'silences' | 'hubHealth'> {
  const rules = new Map(defaultRules.map((each, n) => [`r${String(n)}`, inForce(`r${String(n)}`, each)]));
  const silences = new Map<string, Silence>();
  const found = (id: string): RuleInForce => {
    const rule = rules.get(id);
    if (rule === undefined) throw new HubscopeError('unknown_rule');
    return rule;
  };
  const keep = async (id: string, rule: Rule): Promise<RuleInForce> => {
    rules.set(id, inForce(id, rule));
    return found(id);
  };
  return {
    rules: {
      list: () => [...rules.values()],
      find: found,
      create: (rule) => keep('made', rule),
      replace: (id, rule) => keep(found(id).id, rule),
      remove: async (id) => {
        rules.delete(found(id).id);
      },
      preview: async ({ hub }) => {
        if (hub !== 'shop') throw new HubscopeError('bad_range');
        return {
          from: 0,
          to: 1000,
          count: 0,
          firing_seconds: 0,
          known_seconds: 1,
          fired: [],
          suggested_threshold: null,
        };
      },
      suggestions: () => Promise.resolve([]),
    },
    incidents: {
      page: ({ limit, offset }) => ({ incidents: [incident].slice(offset, limit), total: 1 }),
      detail: async (id) => {
        if (id !== 'a1') throw new HubscopeError('unknown_incident');
        return { ...incident, alert: null, markers: [], components: [] };
      },
      note: async (id, by, text) => {
        if (id !== 'a1') throw new HubscopeError('unknown_incident');
        return { ...incident, timeline: [{ at: 3, kind: 'note', value: null, by, text }] };
      },
    },
    silences: {
      list: () => [...silences.values()],
      create: async (asked) => {
        const made: Silence = {
          id: 's1',
          matcher: asked.matcher,
          starts_at: 0,
          ends_at: asked.ends_at ?? (asked.duration ?? 0) * 1000,
          repeat: asked.repeat,
          repeat_until: asked.repeat_until,
          by: asked.by ?? null,
          comment: asked.comment ?? null,
          created_at: 0,
          hidden: 0,
          state: 'active',
        };
        silences.set(made.id, made);
        return made;
      },
      end: async (id) => {
        const silence = silences.get(id);
        if (silence === undefined) throw new HubscopeError('unknown_silence');
        silences.delete(id);
        return { ...silence, state: 'over' };
      },
    },
    hubHealth: {
      detail: (hub) =>
        hub === 'shop'
          ? {
              hub,
              state: 'live',
              score: 90,
              parts: [],
              uptime: { percent: 100, known_seconds: 10, cells: ['up'] },
              error_rate: 0,
              connections: null,
              budgets: [],
            }
          : null,
      uptime: (hub, from, to) =>
        hub === 'shop'
          ? {
              hub,
              from: from * 1000,
              to: to * 1000,
              runs: [{ from: from * 1000, seconds: to - from, state: 'up' }],
            }
          : null,
    },
  };
}
