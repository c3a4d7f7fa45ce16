import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';

/**
 * Takes a call out of the list of quarantined ones, because a person found that its rejected bytes need no one's attention. The
 * bytes and their verdict stay, and OCP is asked for the recording as before.
 */
export const dismissQuarantined =
  (reason: string, context: ChangeContext): Transition<'dismissed' | 'not listed'> =>
  (current) => {
    if (!current || current.s3Stored || !current.lastQuarantined) return { result: 'not listed' };
    const { now: at, by } = context;
    const after = { ...current, lastQuarantined: undefined, lastDismissal: { by, reason, at } };
    return changeTo(current, after, 'dismissed by a person', context, 'dismissed');
  };
