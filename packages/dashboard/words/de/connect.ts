import type { ConnectWords } from '../connect.js';

export const connect: ConnectWords = {
  title: 'Hub verbinden',
  lead: 'Hubscope hört auf OpenTelemetry. Setzen Sie drei Variablen dort, wo Ihr Hub läuft, und starten Sie ihn neu. Mit dem ersten Span lebt diese Seite auf.',
  sample: 'Beispiel-Hub',
  onlyLooking: 'Nur mal schauen?',
  sampleAbout:
    'Mit Hubscope kommt ein kleiner echter Orchestrator: Agenten, die Fragen über einen echten Korpus beantworten. Den Server damit starten:',
  command: 'Befehl',
  waitingFor: (hub) => `Warten auf ${hub}`,
  waiting: [
    'Kein Hub dieses Namens hat sich gemeldet. Starten Sie ihn mit diesen Variablen, oder prüfen Sie, wie er sich nennt: ',
    ', sonst ',
    '. Mit dem ersten Span lebt diese Seite auf.',
  ],
  reportingNow: 'Jetzt melden sich: ',
  how: 'So wird verbunden',
  client: 'Ihr Client',
  lines: 'Diese Zeilen',
  listening: (endpoint) => `Hört auf ${endpoint}. Noch ist nichts angekommen.`,
  deaf: 'Nicht mit dem Server verbunden, also ist nichts zu hören.',
  runsAlready: 'Läuft Ihr Hub schon? ',
  seeWhy: 'Nachsehen, warum keine Daten ankommen',
  orRun: ', oder ',
  anyOtlp: 'Jedes OTLP',
  comments: {
    node: 'wo Ihr Hub läuft; dann mit seinem OpenTelemetry-SDK starten',
    python: 'dann: opentelemetry-instrument python ihr_hub.py',
    grpc: 'ohne Angabe spricht sein Exporter gRPC',
    collector: 'in seiner Konfiguration; den Exporter in die Pipelines aufnehmen',
    prometheus: 'in prometheus.yml',
    otlp: 'Protobuf oder JSON über HTTP, blank oder gzip',
  },
};
