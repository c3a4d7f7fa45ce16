import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import { CALL_UNIDENTIFIED } from '../outcome-codes.ts';

/**
 * Takes a call out of the list of quarantined ones, because a person found that its newest rejected bytes need no attention. The
 * bytes and their verdict stay, and OCP is asked for the recording as before.
 *
 * @param sha256 of the bytes that the person looked at, lower-case hex.
 */
export const dismissQuarantined =
  (sha256: string, reason: string, context: ChangeContext): Transition<'dismissed' | 'not listed'> =>
  (current) => {
    if (!current || current.s3Stored || !current.lastQuarantined) return { result: 'not listed' };
    const isNewest = current.quarantined?.at(-1)?.sha256 === sha256;
    // A call of unidentified bytes only would be in no list.
    if (!isNewest || current.outcome?.code === CALL_UNIDENTIFIED) return { result: 'not listed' };
    const { now: at, by } = context;
    const after = { ...current, lastQuarantined: undefined, lastDismissal: { by, reason, at } };
    return changeTo(current, after, 'dismissed by a person', context, 'dismissed');
  };
