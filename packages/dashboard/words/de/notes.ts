import type { NoteWords } from '../notes.js';

export const notes: NoteWords = {
  reasons: {
    too_old: 'zu alt',
    future: 'aus der Zukunft',
    bad_duration: 'mit unmöglicher Dauer',
    bad_number: 'mit unmöglicher Zahl',
    bad_id: 'mit kaputter Id',
    bad_time: 'mit unmöglicher Zeit',
    duplicate: 'doppelt geliefert',
    out_of_order: 'in falscher Reihenfolge',
    component_limit: 'über der Grenze für Komponenten',
    series_limit: 'über der Grenze für Reihen',
    instance_limit: 'über der Grenze für Instanzen',
    hub_limit: 'über der Grenze für Hubs',
  },
  lag: (time) => [`Dieser Hub ist ${time} zurück, weil sein Exporter so lange wartet. `, ' verkürzt das.'],
  resolution: (time) => [
    `Manche Metriken kommen alle ${time} und werden über diese Zeit verteilt. Mit `,
    ' kommen sie jede Sekunde.',
  ],
  coarse: (share) => `Die Latenz kommt in weiten Klassen, ihre Perzentile sind also gröber als ${share}.`,
  cpu: (cores, one) =>
    `CPU ist ein Anteil an ${cores} ${one ? 'angenommenen Kern' : 'angenommenen Kernen'}: Die Telemetrie nennt keine Grenze.`,
  dropped: (parts) => `Nicht gezählt: ${parts.join(', ')}.`,
};
