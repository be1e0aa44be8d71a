import type { HubsWords } from '../hubs.js';

export const hubs: HubsWords = {
  search: 'Hubs suchen',
  troubleFirst: (count) => `${String(count)}, gestörte zuerst`,
  none: 'Kein Hub dieses Namens hat sich gemeldet.',
  signals: { throughput: 'Op./s', latency: 'P95', memory: 'Speicher', cpu: 'CPU' },
  silentFor: (time) => `stumm seit ${time}`,
  others: (name, more) => (more > 0 ? `${name} und ${String(more)} mehr` : name),
  acknowledged: 'bestätigt',
  stopped: 'Er meldet sich nicht mehr',
  near: (name) => `${name} ist nah`,
  nothing: 'Noch nichts empfangen',
  quiet: 'Alles ruhig',
  verdicts: { same: 'gleich', mixed: 'gemischt' },
};
