import { allShards, MAX_SHARDS, type Timestamp } from '@recordings/call-record';
import { PendingCall } from '@recordings/windowing';
import type { Platform } from '../platform.ts';

const END_OF_TIME: Timestamp = '9999-12-31T23:59:59.999Z';

/**
 * Gives the calls of the index of missing calls that still wait, a page at a time. Calls that were given up stay in it for a
 * while and are left out. `onUnreadable` is called for each item that cannot be read.
 */
export const readPendingCalls = async function* (
  { stores }: Pick<Platform, 'stores'>,
  onUnreadable: () => void,
): AsyncGenerator<PendingCall> {
  for (const shard of allShards(MAX_SHARDS)) {
    for await (const page of stores.calls.pendingCalls(shard, END_OF_TIME)) {
      for (const item of page) {
        const { data: call } = PendingCall.safeParse(item);
        if (!call) onUnreadable();
        else if (call.reconciliationStatus !== 'given_up') yield call;
      }
    }
  }
};
