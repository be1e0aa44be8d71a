/** A request of telemetry as it arrived. */
export interface RawRequest {
  readonly signal: 'traces' | 'metrics' | 'logs';
  readonly contentType: string;
  /** Null where the body is not packed. */
  readonly contentEncoding: string | null;
  readonly body: Buffer;
}
