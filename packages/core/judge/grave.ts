import type { Alert, Severity } from '../wire/index.js';

const states: Readonly<Record<Alert['state'], number>> = {
  firing: 0,
  pending: 1,
  approaching: 2,
  resolved: 3,
  inactive: 4,
};
const severities: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };

/** Whether a severity is graver than another. */
export function graver(severity: Severity, than: Severity): boolean {
  return severities[severity] < severities[than];
}

/** What sorts alerts, the gravest first: what fires before what waits, comes near or is over, then by severity. */
export function gravity(state: Alert['state'], severity: Severity): number {
  return 3 * states[state] + severities[severity];
}
