import { z } from 'zod';
import { keepUnknownFields } from './keep-unknown-fields.ts';
import { Timestamp } from './timestamp.ts';

/**
 * What a person did last so that the recording of a call comes. `by` is the person, with the role by which AWS knows them.
 * `recoverableUntil`: the person says that OCP keeps the recording until then.
 */
export const ManualAction = keepUnknownFields(
  z.object({
    what: z.string(),
    by: z.string(),
    reason: z.string(),
    at: Timestamp,
    recoverableUntil: Timestamp.optional(),
    /** Of a release: the SHA-256 of the rejected bytes that the person accepted, lower-case hex. */
    sha256: z.string().optional(),
  }),
);
export type ManualAction = z.infer<typeof ManualAction>;

/** Whether a recording that OCP exported came because a person had asked for it. */
export const RecoveredBy = z.enum(['automatic', 'manual']);

/** Who found that rejected bytes of a call need no one's attention, and why. */
export const Dismissal = keepUnknownFields(z.object({ by: z.string(), reason: z.string(), at: Timestamp }));

/** The later one of the deadlines that persons gave: what one knew, the next one does not take back. */
export const latestDeadline = (
  { lastManualAction }: { readonly lastManualAction?: ManualAction | undefined },
  given?: Timestamp,
): Pick<ManualAction, 'recoverableUntil'> => {
  const known = lastManualAction?.recoverableUntil;
  const latest = known !== undefined && (given === undefined || known > given) ? known : given;
  return latest === undefined ? {} : { recoverableUntil: latest };
};
