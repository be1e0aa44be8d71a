import type { IncidentSummary, SignalInfo } from '@hubscope/core/wire';
import { describe, expect, it } from 'vitest';
import { entryWords, incidentSentence, stretchAround, wholeTimeline } from './incident-words.js';

const minute = 60_000;
const plain = { unit: '', decimals: 1 };
const incident: IncidentSummary = {
  id: 'i1',
  state: 'resolved',
  rule: 'r1',
  name: 'High Latency',
  hub: 'shop',
  component: 'agent:writer',
  column: 'latency.p95',
  condition: 'above',
  threshold: 150,
  severity: 'warning',
  began_at: 10 * minute,
  fired_at: 10 * minute + 5000,
  resolved_at: 12 * minute + 5000,
  occurrences: 2,
  worst_value: 182.34,
  message: '',
  acknowledged_by: null,
  acknowledged_at: null,
  note: null,
  silenced_by: null,
  inhibited_by: null,
  told: true,
};

describe('an incident in words', () => {
  it('says where, what, how bad and how long', () => {
    expect(incidentSentence(incident, null, 0)).toBe(
      'writer · latency.p95 above 150 · worst 182.3 · 2 min · 2\u00a0times',
    );
  });

  it.each([
    [
      { of: 'change', unit: '% against the hour before', decimals: 1 },
      'above 50 % against the hour before · worst 61.2 % against',
    ],
    [{ of: 'burn', unit: '× the budget', decimals: 1 }, 'above 50 × the budget · worst 61.2 × the budget'],
  ] as const)('says in what its numbers are counted: %j', (measure, words) => {
    const signal = { unit: 'ms', decimals: 1 } as SignalInfo;
    const said = incidentSentence({ ...incident, measure, threshold: 50, worst_value: 61.23 }, signal, 0);
    expect(said.replaceAll('\u2009', ' ')).toContain(words);
    expect(said).not.toContain('ms');
  });

  it('lasts until now while it fires', () => {
    const firing = { ...incident, component: null, resolved_at: null, occurrences: 1, worst_value: null };
    expect(incidentSentence(firing, null, incident.fired_at + 30_000)).toBe(
      'hub · latency.p95 above 150 · 30 s',
    );
  });

  it('has a timeline whose entries say who, what and how much', () => {
    const entry = { at: 0, kind: 'note', value: null, by: 'Ada', text: 'cache is cold' } as const;
    expect(entryWords(entry, plain)).toBe('Note: cache is cold · by Ada');
    expect(entryWords({ ...entry, kind: 'fired', text: null, by: null, value: 182 }, plain)).toBe(
      'Fires: 182.0',
    );
  });

  it('has the markers near it in their place', () => {
    const entry = (at: number) => ({ at, kind: 'fired', value: null, by: null, text: null }) as const;
    const marker = { id: 'm', hub: 'shop', name: '1.4.0', at: 5, origin: 'version' } as const;
    const [, marked] = wholeTimeline({ timeline: [entry(1), entry(9)], markers: [marker] });
    expect(marked === undefined ? null : entryWords(marked, plain)).toBe('Marker: 1.4.0');
  });

  it('is drawn with what was before and after, and not into the future', () => {
    expect(stretchAround(incident, 60 * minute)).toEqual({ from: 300, to: 1025 });
    expect(stretchAround(incident, 13 * minute).to).toBe(780);
  });
});
