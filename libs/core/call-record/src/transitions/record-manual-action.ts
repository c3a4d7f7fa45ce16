import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';

/**
 * Keeps on a call that is not stored that a person acts so that its recording comes, as by a message that is sent again. What a
 * person said before of the deadline stays.
 */
export const recordManualAction =
  (
    { what, reason }: { readonly what: 'redrive' | 'rerun' | 'release'; readonly reason: string },
    context: ChangeContext,
  ): Transition<void> =>
  (current) => {
    if (!current || current.s3Stored) return { result: undefined };
    const { recoverableUntil } = current.lastManualAction ?? {};
    const lastManualAction = {
      ...{ what, by: context.by, reason, at: context.now },
      ...(recoverableUntil !== undefined && { recoverableUntil }),
    };
    const after = deriveRecord({ ...current, lastManualAction }, context);
    return changeTo(current, after, 'asked for by a person', context, undefined);
  };
