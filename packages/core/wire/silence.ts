import { z } from 'zod';
import { severity } from './rule.js';

const glob = z.string().min(1).max(400).nullable().default(null);

/** Which alerts a silence mutes: those that fit all of its globs (`*` any text, `?` a character); at least one is set. */
export const matcher = z.strictObject({
  /** The rule's name. */
  rule: glob,
  hub: glob,
  /** The component's `kind:name`; an alert of the hub itself has none and fits no glob. */
  component: glob,
  /** The column that is watched. */
  signal: glob,
  severity: severity.nullable().default(null),
});
export type Matcher = z.infer<typeof matcher>;

const longest = 366 * 86_400_000;

/** A silence as a person asks for it. Times are ms since the epoch; either an end or a duration is given. */
export const newSilence = z
  .strictObject({
    matcher: matcher.refine((each) => Object.values(each).some((value) => value !== null), 'names nothing'),
    /** Now unless set; later: a planned window. */
    starts_at: z.number().positive().optional(),
    ends_at: z.number().positive().optional(),
    /** How long it lasts, s. */
    duration: z
      .number()
      .positive()
      .max(longest / 1000)
      .optional(),
    by: z.string().max(200).optional(),
    comment: z.string().max(1000).optional(),
    /** Comes again each day or week, as long as until `repeat_until`. */
    repeat: z.enum(['daily', 'weekly']).nullable().default(null),
    repeat_until: z.number().positive().nullable().default(null),
  })
  .refine(({ ends_at, duration }) => (ends_at === undefined) !== (duration === undefined), {
    path: ['ends_at'],
    message: 'either ends_at or duration is given',
  });
export type NewSilence = z.infer<typeof newSilence>;

export const silence = z.object({
  id: z.string(),
  matcher: z.object({
    rule: z.string().nullable(),
    hub: z.string().nullable(),
    component: z.string().nullable(),
    signal: z.string().nullable(),
    severity: severity.nullable(),
  }),
  /** ms since the epoch; of a silence that comes again, of the window that is on or comes next. */
  starts_at: z.number(),
  ends_at: z.number(),
  repeat: z.enum(['daily', 'weekly']).nullable(),
  repeat_until: z.number().nullable(),
  by: z.string().nullable(),
  comment: z.string().nullable(),
  created_at: z.number(),
  /** How many notifications it hid. */
  hidden: z.number().int(),
  state: z.enum(['planned', 'active', 'over']),
});
export type Silence = z.infer<typeof silence>;
