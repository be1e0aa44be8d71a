import { gravity, type AlertMachine } from '@hubscope/core/judge';
import type { Alert } from '@hubscope/core/wire';

/** What is asked for of all alerts. */
export interface AlertQuery {
  readonly hub?: string | undefined;
  readonly state?: Alert['state'] | undefined;
  /** Which hubs are asked for; all unless set. */
  readonly within?: ((hub: string) => boolean) | undefined;
  /** How many are listed; of the others their number is said. */
  readonly limit: number;
}

export interface AlertPage {
  readonly alerts: readonly Alert[];
  /** How many more there are, none of them graver than those listed. */
  readonly leftOut: number;
}

/** As many alerts as are listed, where there are more the gravest of them, of one kind the newest. */
export function gravest(machines: readonly AlertMachine[], limit: number): readonly AlertMachine[] {
  if (machines.length <= limit) return machines;
  const rank = ({ state, memory, rule }: AlertMachine): number =>
    gravity(state, memory.episode?.severity ?? rule.severity);
  const began = ({ memory }: AlertMachine): number => memory.episode?.began ?? 0;
  return machines.toSorted((a, b) => rank(a) - rank(b) || began(b) - began(a)).slice(0, limit);
}
