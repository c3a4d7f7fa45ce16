import {
  type CallId,
  type CallKey,
  type CallRecord,
  claimCall,
  queueCall,
  type ReconciliationId,
  recordEvent,
  shifted,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';

/** Call records in memory, for tests. */
export const makeCalls = () => {
  const records = new Map<string, CallRecord>();
  return {
    of: (callId: CallId) => records.get(callId),
    change: async <R>({ callId }: CallKey, transition: Transition<R>): Promise<R> => {
      const { next, result } = transition(records.get(callId));
      if (next) records.set(callId, next);
      return result;
    },
  };
};

/** A call that ended an hour before `now` and that this reconciliation has claimed. */
export const holdCall = async (
  calls: Pick<ReturnType<typeof makeCalls>, 'change'>,
  key: CallKey,
  id: ReconciliationId,
  now: Timestamp,
): Promise<void> => {
  const context = { group: undefined, shardCount: 1, now, by: 'test' };
  const endedAt = shifted(now, -3_600_000);
  const facts = { startedAt: shifted(endedAt, -60_000), endedAt, channel: 'voice' } as const;
  const event = { source: 'end', name: 'CDR_END', callId: key.callId, groupName: 'Acme_EN', facts } as const;
  await calls.change(key, recordEvent(key, event, context));
  await calls.change(key, queueCall(id, undefined, context));
  await calls.change(key, claimCall(id, undefined, context));
};
