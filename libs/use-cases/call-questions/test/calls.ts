import {
  CallId,
  type CallSummary,
  GroupId,
  TenantId,
  type Timestamp,
  timestampOf,
} from '@recordings/call-record';
import type { CallPage, ReadCalls } from '../src/finding/make-find-calls.ts';

export const tenantId = TenantId.parse('acme');
export const NOON_MS = Date.UTC(2026, 0, 15, 12);

/** `minutes` after noon. */
export const minute = (minutes: number): Timestamp => timestampOf(NOON_MS + minutes * 60_000);

/** A call that ended and whose recording is missing, as the index has it. */
export const summary = (id: string, over: Partial<CallSummary> = {}): CallSummary => ({
  tenantId,
  callId: CallId.parse(id),
  groupId: GroupId.parse('Acme_EN'),
  lineOfBusiness: 'cards',
  callTimestamp: minute(0),
  callStatus: 'FINISHED_AGENT',
  hasCdrEnd: true,
  cdrEndReceivedAt: minute(3),
  createdAt: minute(1),
  s3Stored: false,
  reconciliationStatus: 'pending',
  reconciliationAttempts: 0,
  recoverableUntil: minute(60 * 24 * 60),
  ...over,
});

export const storedCall = (id: string, over: Partial<CallSummary> = {}): CallSummary =>
  summary(id, { s3Stored: true, s3StoredAt: minute(5), reconciliationStatus: 'completed', ...over });

const compare = (a: CallSummary, b: CallSummary): number =>
  `${a.callTimestamp}${a.callId}` < `${b.callTimestamp}${b.callId}` ? -1 : 1;

/** An index in memory. It ends a page early, as DynamoDB does after 1 MB. */
export const readFrom = (
  calls: readonly CallSummary[],
  { maxItems = 1_000, unreadable = new Set<string>() } = {},
): ReadCalls & { readonly reads: number[] } => {
  const sorted = [...calls].sort(compare);
  const reads: number[] = [];
  const read: ReadCalls = async (range, { limit, after }) => {
    const inRange = sorted.filter(
      (call) =>
        call.tenantId === range.tenantId &&
        call.callTimestamp >= range.from &&
        call.callTimestamp < range.to &&
        (!after || `${call.callTimestamp}${call.callId}` > `${after.callTimestamp}${after.callId}`),
    );
    const some = inRange.slice(0, Math.min(limit, maxItems));
    reads.push(some.length);
    return {
      items: some.map((call): CallPage['items'][number] => ({
        position: { callTimestamp: call.callTimestamp, callId: call.callId },
        ...(!unreadable.has(call.callId) && { call }),
      })),
      hasMore: some.length < inRange.length,
    };
  };
  return Object.assign(read, { reads });
};
