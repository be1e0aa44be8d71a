/** `a=1,b=2`, each value percent-encoded, as OpenTelemetry's variables have lists (W3C Baggage). What is none of that is left out. */
function pairsOf(list: string | undefined): Record<string, string> {
  const pairs = (list ?? '').split(',').flatMap((pair): [string, string][] => {
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
    if (name === undefined || value === undefined) return [];
    try {
      return [[name, decodeURIComponent(value)]];
    } catch {
      return [[name, value]];
    }
  });
  return Object.fromEntries(pairs);
}

const isSettings = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Where the server's own telemetry is wanted, what the settings leave open comes from OpenTelemetry's own variables
 * (opentelemetry.io/docs/specs/otel/protocol/exporter). They alone send nothing: they may be there for other programs.
 */
export function withStandardVariables(
  settings: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const own = settings['own_telemetry'];
  if (!isSettings(own)) return { ...settings };
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return { ...settings, own_telemetry: null };
  const endpoint = env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const interval = env['OTEL_METRIC_EXPORT_INTERVAL'];
  const name = env['OTEL_SERVICE_NAME'];
  const { headers = {}, attributes = {} } = own;
  return {
    ...settings,
    own_telemetry: {
      ...(endpoint === undefined || endpoint === '' ? {} : { endpoint }),
      ...(interval === undefined || interval === '' ? {} : { interval_seconds: Number(interval) / 1000 }),
      ...own,
      headers: isSettings(headers) ? { ...pairsOf(env['OTEL_EXPORTER_OTLP_HEADERS']), ...headers } : headers,
      attributes: isSettings(attributes)
        ? {
            ...pairsOf(env['OTEL_RESOURCE_ATTRIBUTES']),
            ...(name === undefined || name === '' ? {} : { 'service.name': name }),
            ...attributes,
          }
        : attributes,
    },
  };
}
