import { z } from 'zod';

/** Where a secret is found: an environment variable, or a file whose content it is (a line end after it is left out). */
const reference = z
  .string()
  .regex(/^(env:[A-Za-z_][A-Za-z0-9_]{0,199}|file:.{1,1000})$/, 'is a reference: env:NAME or file:PATH');

/** A value that is kept and never told. */
const kept = z.strictObject({ value: z.string().min(1).max(5000) });

/** Stands for the value that is kept already. */
const stored = z.strictObject({ stored: z.literal(true) });

/** A secret as it is kept: where it is found, or its value. */
export type Secret = z.infer<typeof reference> | z.infer<typeof kept>;
/** A secret as it is told. */
export type ReadSecret = z.infer<typeof reference> | z.infer<typeof stored>;

/** The forms in which a secret is written. A bare text that is no reference is a value. */
export const written = {
  reference,
  kept: z.union([reference, kept]),
  explicit: z.union([reference, kept, stored]),
  any: z.union([
    reference,
    kept,
    stored,
    z
      .string()
      .min(1)
      .max(5000)
      .refine((text) => !/^(env|file):/.test(text), 'is no reference: env:NAME or file:PATH')
      .transform((value) => ({ value })),
  ]),
};
