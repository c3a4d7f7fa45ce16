import { z } from 'zod';
import { ExportApi } from './export-api/export-api.ts';

/** What an export job of a group may ask for. OCP's own figures, and what is unknown of them: docs/ocp.md. */
export const ExportConstraints = z
  .object({
    minRangeMinutes: z.number().int().min(0),
    maxRangeMinutes: z.number().int().min(1),
    /** Ranges start and end on whole multiples of this, in UTC; 0: anywhere. */
    alignMinutes: z.number().int().min(0),
    /** Running jobs that OCP allows a group. */
    runningJobsPerGroup: z.union([z.literal(1), z.literal('unbounded')]),
    /** OCP keeps a finished job this long. */
    jobLifeMinutes: z.number().int().min(1),
    /** The instant of a call by which OCP selects it. With `unknown`, ranges cover both start and end. */
    selectsBy: z.enum(['start', 'end', 'unknown']),
    /** After the end of an hour, OCP's listing of that hour is complete this much later. */
    settleMinutes: z.number().int().min(0),
  })
  .refine(
    ({ minRangeMinutes, maxRangeMinutes, alignMinutes: step }) =>
      (step === 0 ? maxRangeMinutes : Math.floor(maxRangeMinutes / step) * step) >=
      Math.max(minRangeMinutes, 1),
    { path: ['maxRangeMinutes'], error: 'must hold minRangeMinutes in whole steps of alignMinutes' },
  );
export type ExportConstraints = z.infer<typeof ExportConstraints>;

/** How OCP exports the recordings of a group: what a job may ask for, and the paths, names and words of its API. */
export const ExportProfile = ExportConstraints.and(z.object({ api: ExportApi.prefault({}) }));
