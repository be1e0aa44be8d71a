/**
 * Every error that Hubscope tells an outside program, in one place: a stable code to search for, the HTTP status, and what it
 * means in words. `detail` of a problem adds the particulars.
 */
export const errorCatalogue = {
  malformed_body: { status: 400, title: 'The body could not be decoded.' },
  invalid_request: { status: 400, title: 'The request does not fit its schema.' },
  unknown_signal: { status: 400, title: 'No signal or statistic has this name.' },
  bad_range: { status: 400, title: 'The time range is empty, reversed or too large.' },
  internal_address: { status: 400, title: 'The address is one of this machine or of a private network.' },
  unauthorized: { status: 401, title: 'A valid key, or to be signed in, is needed.' },
  wrong_password: { status: 401, title: 'The name or the password is wrong.' },
  forbidden: { status: 403, title: 'The key or the role does not allow this.' },
  no_role: { status: 403, title: 'The provider of identities gives you no role here.' },
  sign_in_refused: { status: 403, title: 'The provider of identities did not let you through.' },
  email_not_allowed: { status: 403, title: 'No verified e-mail address of yours is let in here.' },
  read_only: { status: 403, title: 'Who has not signed in may only look here.' },
  forbidden_origin: {
    status: 403,
    title: 'Pages of this origin may not connect. Allow it with HUBSCOPE_ORIGINS.',
  },
  not_found: { status: 404, title: 'Nothing is here.' },
  unknown_hub: { status: 404, title: 'No hub of this name has been seen.' },
  unknown_component: { status: 404, title: 'The hub has no such component.' },
  unknown_alert: { status: 404, title: 'No alert has this id.' },
  unknown_rule: { status: 404, title: 'No rule has this id.' },
  unknown_incident: { status: 404, title: 'No incident has this id.' },
  unknown_baseline: { status: 404, title: 'No baseline has this id or name.' },
  unknown_marker: { status: 404, title: 'No marker has this id.' },
  unknown_switch: { status: 404, title: 'The hub has no such switch.' },
  unknown_share: { status: 404, title: 'No verdict is kept under this id.' },
  too_many_baselines: { status: 409, title: 'The hub has as many baselines as are kept.' },
  unknown_channel: { status: 404, title: 'No channel has this id.' },
  unknown_silence: { status: 404, title: 'No silence has this id.' },
  unknown_key: { status: 404, title: 'No key has this id.' },
  unknown_share_link: { status: 404, title: 'No share link has this id.' },
  unknown_user: { status: 404, title: 'Nobody of this name signs in here.' },
  last_admin: { status: 409, title: 'It is the last admin: make another one first.' },
  link_used: {
    status: 410,
    title: 'The link was used, or is too old. A new start prints another, as long as there is no admin.',
  },
  share_link_ended: { status: 410, title: 'The share link is over, or was taken back.' },
  method_not_allowed: { status: 405, title: 'This address does not take that method.' },
  alert_not_firing: {
    status: 409,
    title: 'The alert does not fire, so that there is nothing to acknowledge.',
  },
  read_only_rule: {
    status: 409,
    title: 'The rule stands in the configuration file. Change it there, or copy it.',
  },
  read_only_channel: {
    status: 409,
    title: 'The channel stands in the configuration file. Change it there.',
  },
  name_taken: { status: 409, title: 'Another one has this name.' },
  limit_reached: { status: 409, title: 'There are as many of these as the server keeps.' },
  request_timeout: { status: 408, title: 'The request did not arrive whole in time.' },
  body_too_large: { status: 413, title: 'The body is larger than the limit, packed or unpacked.' },
  unsupported_media_type: { status: 415, title: 'This content type or encoding is not understood.' },
  too_many_requests: { status: 429, title: 'Too many requests. Wait as long as Retry-After says.' },
  unknown_telemetry: {
    status: 501,
    title: 'This kind of telemetry is not taken: traces, metrics and logs are.',
  },
  sign_in_expired: { status: 400, title: 'Signing in took too long, or began elsewhere. Begin anew.' },
  provider_failed: {
    status: 502,
    title: 'The provider of identities does not answer as it should. It was logged.',
  },
  internal: { status: 500, title: 'Something failed here. It was logged and counted.' },
  overloaded: { status: 503, title: 'The server has no room now. Wait as long as Retry-After says.' },
  too_many_viewers: { status: 503, title: 'All viewer places are taken. Wait as long as Retry-After says.' },
  switches_unavailable: { status: 503, title: 'The hub’s own control port does not answer.' },
  not_ready: { status: 503, title: 'The server is starting or stopping.' },
  invalid_import: { status: 400, title: 'The file can’t be taken in. Nothing of it was.' },
  backup_failed: { status: 409, title: 'The backup could not be written.' },
  storage_unavailable: { status: 503, title: 'Nothing can be written to the data folder now.' },
  malformed_message: { status: 400, title: 'The message is not a JSON object.' },
  message_too_large: { status: 413, title: 'The message is larger than the limit.' },
  unknown_action: { status: 400, title: 'No action has this name.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** An expected error, to be answered to whoever asked. */
export class HubscopeError extends Error {
  override readonly name = 'HubscopeError';

  constructor(
    readonly code: ErrorCode,
    /** The particulars, for a person. */
    readonly detail: string = errorCatalogue[code].title,
    /** After how many seconds to try again, where that helps. */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(detail);
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }
}
