import type { CdrFacts } from '../cdr/cdr-facts.ts';
import type { ChangeContext } from '../change-context.ts';
import { changeTo, type Transition } from '../change-record.ts';
import type { CallKey } from '../ids.ts';
import type { Timestamp } from '../timestamp.ts';
import { addFacts } from './record-event.ts';

/**
 * Sets `audioReceived` once all bytes of a recording are staged, before they are judged. If the recording comes before
 * any CDR, this makes the record.
 *
 * @param receivedAt when the last byte was received.
 */
export const recordReceived =
  (
    key: CallKey,
    recordingFacts: CdrFacts,
    receivedAt: Timestamp,
    context: ChangeContext,
  ): Transition<undefined> =>
  (current) => {
    if (current?.audioReceived) return { result: undefined };
    const record = addFacts(key, current, 'recording', recordingFacts, context);
    const after = { ...record, audioReceived: true, audioReceivedAt: receivedAt };
    return changeTo(current, after, 'recording received', context, undefined);
  };
