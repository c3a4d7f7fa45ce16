import { z } from 'zod';
import { EXPORT_PROFILES } from '../export/export-profile.ts';
import { FaultKind } from '../faults/fault-kind.ts';

const DAY_MS = 86_400_000;

/** The day that the simulator plays. A field that is not given has the value of the simulator's variable. */
export const DayPlan = z.strictObject({
  /** Calls with audio. */
  calls: z.int().min(0).max(100_000),
  /** Share of the recordings whose push never arrives. */
  loss: z.number().min(0).max(1),
  seed: z.int().min(0).max(2_147_483_647),
  spanMs: z
    .int()
    .min(60_000)
    .max(60 * DAY_MS),
  /** The end of the last full hour if it is not given. */
  spanEnd: z.iso.datetime({ offset: true }).optional(),
  profile: z.enum(EXPORT_PROFILES),
  faults: z.array(FaultKind),
  /** Days of one seed that differ in this have the same calls and losses under other ids. */
  edition: z.string().max(100).optional(),
});
export type DayPlan = z.infer<typeof DayPlan>;
