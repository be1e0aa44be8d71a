import { Collection, type Records } from '@hubscope/core/record';
import type { Clock } from '@hubscope/core/time';
import { auditEntry, type AuditEntry } from '@hubscope/core/wire';

export const keptAudit = new Collection('audit', auditEntry);

/** Entries that are kept; past it the oldest go. */
const maxEntries = 10_000;

/** Who changed what, when and from where: kept for good, the newest ten thousand. */
export class Audit {
  /** By id, the oldest first. */
  #entries = new Map<string, AuditEntry>();
  #next = 0;

  constructor(
    private readonly clock: Clock,
    private readonly records: Records,
    /** Told of what was not written down. */
    private readonly fault: (error: unknown) => void,
  ) {}

  async restore(unread: (id: string, why: string) => void): Promise<void> {
    this.#entries = await keptAudit.load(this.records, unread);
    const [last] = [...this.#entries.keys()].slice(-1);
    this.#next = last === undefined ? 0 : Number(last) + 1;
  }

  note(entry: Omit<AuditEntry, 'at'>): void {
    const id = String(this.#next).padStart(12, '0');
    this.#next += 1;
    const whole = { at: this.clock.now(), ...entry };
    this.#entries.set(id, whole);
    const [oldest] = this.#entries.size > maxEntries ? this.#entries.keys() : [];
    if (oldest !== undefined) this.#entries.delete(oldest);
    const gone = oldest === undefined ? [] : [keptAudit.remove(oldest)];
    this.records.commit([keptAudit.put(id, whole), ...gone]).catch(this.fault);
  }

  /** The newest first. */
  list(limit: number): AuditEntry[] {
    return [...this.#entries.values()].slice(-limit).reverse();
  }
}
