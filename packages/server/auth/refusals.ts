import { Allowance, type Clock } from '@hubscope/core/time';
import type { AuditEntry } from '@hubscope/core/wire';
import { Allowances } from './allowances.js';
import type { Audit } from './audit.js';

const perMs = 3_600_000;

/** How many are written down at once, and in an hour from then on: of each address, and of all together. */
export interface Written {
  readonly each: number;
  readonly all: number;
}

/** What was refused, in the audit: so little that whoever is behind it needs days to push out of it what others did. */
export class Refusals {
  readonly #all: Allowance;
  readonly #each: Allowances;

  constructor(
    private readonly clock: Clock,
    private readonly audit: Pick<Audit, 'note'>,
    { each, all }: Written,
  ) {
    this.#all = new Allowance(all, perMs);
    this.#each = new Allowances(() => new Allowance(each, perMs));
  }

  note(entry: Omit<AuditEntry, 'at'>): void {
    const now = this.clock.now();
    if (this.#each.of(entry.address).take(now) && this.#all.take(now)) this.audit.note(entry);
  }
}
