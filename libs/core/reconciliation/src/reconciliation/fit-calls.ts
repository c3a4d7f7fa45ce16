import { type CallId, itemBytes } from '@recordings/call-record';
import { type CallOutcome, type CallOutcomes, callsOf, MAX_MESSAGE_BYTES } from './call-outcome.ts';

/** Bytes of the calls of a window: DynamoDB allows 400 KB an item. */
const MAX_CALLS_BYTES = 370_000;
/** What the end of an open call adds: its message, its code, and their names. */
const END_BYTES = MAX_MESSAGE_BYTES + 150;

/**
 * What a listing says of a recording can be long: ids of OCP, and ten recordings of a call. The calls whose share does
 * not fit into the item of the window are put off: they use no attempt, and a later window downloads them.
 */
export const fitCalls = (calls: CallOutcomes): CallOutcomes => {
  const entries = callsOf(calls).map(([callId, call]) => {
    const other = call.outcome === 'open' ? putOff(call) : call;
    return { callId, call, other, more: bytesOf(callId, call) - bytesOf(callId, other) };
  });
  let left = MAX_CALLS_BYTES - entries.reduce((sum, { callId, other }) => sum + bytesOf(callId, other), 0);
  return Object.fromEntries(
    entries.map(({ callId, call, other, more }): [CallId, CallOutcome] => {
      if (more > left) return [callId, other];
      left -= more;
      return [callId, call];
    }),
  );
};

const putOff = ({ recordingId: _, declared: __, others: ___, ...call }: CallOutcome): CallOutcome => ({
  ...call,
  outcome: 'failed',
  code: 'WINDOW_FULL',
  message: 'what the listing says of the calls does not fit into one window; a later one takes this call',
  isAboutTheCall: false,
});

const bytesOf = (callId: CallId, call: CallOutcome): number =>
  itemBytes({ [callId]: call }) + (call.outcome === 'open' ? END_BYTES : 0);
