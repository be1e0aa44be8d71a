import { z } from 'zod';

/** An optimization of a hub that can be turned while it runs. */
export const hubSwitch = z.object({
  /** What it is turned by. */
  name: z.string().min(1).max(100),
  /** What it does when it is on, for a person. */
  words: z.string().max(400),
  on: z.boolean(),
});
export type HubSwitch = z.infer<typeof hubSwitch>;

/** A hub's switches; none where it has no control port that this server knows. */
export const switchesAnswer = z.object({ hub: z.string(), switches: z.array(hubSwitch).max(50) });
export type SwitchesAnswer = z.infer<typeof switchesAnswer>;

/** One switch to be turned. */
export const switchTurn = z.strictObject({ name: z.string().min(1).max(100), on: z.boolean() });
export type SwitchTurn = z.infer<typeof switchTurn>;
