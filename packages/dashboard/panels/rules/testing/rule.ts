// Test code: a rule in force; its numbers mean nothing.
import type { RuleInForce } from '@hubscope/core/wire';

export function ruleInForceOf(more: Partial<RuleInForce> = {}): RuleInForce {
  return {
    id: 'r1',
    origin: 'default',
    read_only: false,
    changed: false,
    name: 'High Latency',
    signal: 'latency',
    condition: 'above',
    threshold: 150,
    severity: 'warning',
    for: 5,
    keep_firing_for: 5,
    resolve_at: null,
    critical_at: null,
    cooldown: 300,
    approach: 0.9,
    hub: null,
    component: null,
    no_data: 'keep',
    against: null,
    burn: null,
    enabled: true,
    ...more,
  };
}
