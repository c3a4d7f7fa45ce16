import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { deriveRecord } from '../derive-record.ts';
import { isPending } from '../held.ts';
import { latestDeadline } from '../manual-action.ts';
import { isTombstone } from '../moves/tombstone.ts';

/** What a person does. `sha256`: of the bytes that are released. */
export type ManualWork =
  | { readonly what: 'redrive' | 'rerun'; readonly reason: string }
  | { readonly what: 'release'; readonly reason: string; readonly sha256: string };

/**
 * Keeps on a pending call that a person acts so that its recording comes, as by a message that is sent again. A release is
 * kept on any call that is not stored. What a person said before of the deadline stays.
 */
export const recordManualAction =
  (action: ManualWork, context: ChangeContext): Transition<void> =>
  (current) => {
    if (!current || !(isPending(current) || action.what === 'release')) return { result: undefined };
    if (isTombstone(current) || current.s3Stored) return { result: undefined };
    const lastManualAction = { ...action, by: context.by, at: context.now, ...latestDeadline(current) };
    const after = deriveRecord({ ...current, lastManualAction }, context);
    return changeTo(current, after, 'asked for by a person', context, undefined);
  };
