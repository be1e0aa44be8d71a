import { thinSpace } from '@hubscope/core/format';
import type { LiveWords } from '@hubscope/core/live';

const months = [
  ...['Jan.', 'Feb.', 'März', 'Apr.', 'Mai', 'Juni', 'Juli', 'Aug.', 'Sept.', 'Okt.', 'Nov.', 'Dez.'],
];

const units: Readonly<Record<string, string>> = {
  '% against the hour before': '% gegenüber der Stunde davor',
  '% against the same time yesterday': '% gegenüber gestern um diese Zeit',
  '× the budget': '× Budget',
  'in progress': 'in Arbeit',
  tasks: 'Aufgaben',
  'tokens/s': 'Token/s',
};

export const told: LiveWords = {
  notation: {
    decimal: ',',
    group: '.',
    dayAndMonth: (day, month) => `${String(day)}. ${months[month] ?? ''}`,
    days: (count) => (count === 1 ? '1 Tag' : `${String(count)} Tage`),
  },
  unit: (unit) => units[unit] ?? unit,
  signals: {
    throughput: 'Durchsatz',
    latency: 'Latenz',
    error_rate: 'Fehlerrate',
    busy: 'Beschäftigt',
    memory: 'Speicher',
    cpu_per_op: 'CPU je Operation',
    cpu_cores: 'CPU-Kerne',
    cpu_load: 'CPU-Last',
    connections: 'Verbindungen',
    communication: 'Kommunikation',
    queue_depth: 'Warteschlange',
    ttft: 'Zeit bis zum ersten Token',
    tokens: 'Token',
    tokens_in: 'Token ein',
    tokens_out: 'Token aus',
    cost: 'Kosten',
    memory_growth: 'Speicherwachstum',
    memory_growth_day: 'Speicherwachstum über einen Tag',
  },
  alert: {
    hub: 'Hub',
    approaching: (limit) => `nähert sich ${limit}`,
    above: (limit, time) => `seit ${time} über ${limit}`,
    below: (limit, time) => `seit ${time} unter ${limit}`,
    equal: (limit, time) => `seit ${time} bei ${limit}`,
    overspent: (share) => `Budget um ${share} überzogen`,
    budgetLeft: (share) => `${share} des Budgets übrig`,
    blind: (since) => `kein Wert seit ${since}`,
    times: (count) => `${String(count)}\u2011mal`,
    acknowledged: (by) => (by === null ? 'bestätigt' : `bestätigt von ${by}`),
    resolved: 'behoben',
    resolvedAt: (at, after) => `behoben um ${at}, nach ${after}`,
  },
  impact: {
    titles: {
      throughput: 'Durchsatz',
      latency: 'Latenz',
      'latency.p50': 'Latenz P50',
      'latency.p95': 'Latenz P95',
      'latency.p99': 'Latenz P99',
      error_rate: 'Fehlerrate',
      memory: 'Speicher',
      cpu_per_op: 'CPU je Op.',
      communication: 'Kommunikation',
      queue_depth: 'Warteschlange',
      ttft: 'Zeit bis Token',
      tokens: 'Token',
      tokens_in: 'Token ein',
      tokens_out: 'Token aus',
      cost: 'Kosten',
    },
    seconds: (count) => `${String(count)}${thinSpace}s`,
    minutes: (count) => `${String(count)}${thinSpace}min`,
    hours: (count) => `${String(count)}${thinSpace}h`,
    verdicts: {
      improved: 'Besser',
      regressed: 'Schlechter',
      same: 'Gleich auf 1 % genau',
      mixed: 'Gemischt',
      unknown: 'Noch offen',
    },
    overall: {
      improved: 'Insgesamt besser',
      regressed: 'Insgesamt schlechter',
      mixed: 'Gemischt: manches besser, manches schlechter',
      same: 'Gleich auf 1 % genau',
      unknown: 'Noch offen',
    },
    unknownYet: (more) => `Noch offen, etwa ${more} länger`,
    demand: 'Nachfrage',
    against: (baseline) => `verglichen mit „${baseline}“`,
    since: (marker, time, baseline) =>
      `seit ${marker === null ? '' : `${marker}, vor `}${time} · gegenüber „${baseline}“`,
    sinceMarker: (marker, baseline) => `seit ${marker}, verglichen mit „${baseline}“`,
    loads: {
      matched: 'Verglichen bei der Last, die beide Zeiträume gesehen haben.',
      apart: 'Die beiden Zeiträume haben zu wenig gemeinsame Last für einen Vergleich.',
      limit: 'Der Hub war in beiden Zeiträumen an seiner Grenze, die Änderung ist also seine eigene.',
      demand: 'Es folgt der Nachfrage, was nichts über den Hub sagt: Es wird nicht beurteilt.',
      ignored: 'Last spielt hier keine Rolle oder ist nicht bekannt.',
    },
    bounded: (change, low, high) =>
      `Die Änderung beträgt ${change}; sie liegt zwischen ${low} und ${high}, mit 95 % und bei jedem Hinsehen.`,
    unbounded: (change) => `Bisher sieht die Änderung nach ${change} aus; ihre Grenzen sind nicht bekannt.`,
    takes: (more) => `Beim jetzigen Rauschen dauert ein Urteil noch etwa ${more}.`,
    load: (before, after) => `Last: ${before} vorher, ${after} nachher, Operationen je Sekunde.`,
    target: (change, state) =>
      `Ziel ${change}: ${{ met: 'erreicht', missed: 'verfehlt', unknown: 'noch offen' }[state]}.`,
    notCounted: 'Es geht nicht in die Gesamtzahl ein.',
    to: (low, high) => `${low} bis ${high}`,
    tableHead: '| | vorher → nachher | Änderung | 95 % | |',
    tooFew: 'Für voneinander unabhängige Abschnitte ist es noch zu wenig.',
    means: (time, before, since) =>
      `Grundlage sind Mittelwerte über ${time}: ${String(before)} vorher, ${String(since)} seither.`,
    dependent: (time) =>
      `Die Werte hängen über etwa ${time} voneinander ab, einzelne Sekunden versprächen also zu viel.`,
  },
  uptime: {
    states: { up: 'läuft', down: 'ausgefallen', silent: 'stumm', unknown: 'unbekannt' },
    trouble: (at, state, time) => `${at} ${state}, ${time} lang`,
  },
};
