import {
  type CallId,
  type CallKey,
  type CallRecord,
  type GroupId,
  HOUR_MS,
  hourOf,
  listsOf,
  shifted,
  type TenantId,
  type Timestamp,
} from '@recordings/call-record';
import { faultOf, NewerItemError } from '@recordings/fault';
import { type Position, readCursor, writeCursor } from '../finding/cursor.ts';
import type { CallPage, ReadCalls } from '../finding/make-find-calls.ts';
import type { AbsenceQuery } from './absence-query.ts';
import type { AbsencePage, AbsentCall } from './absent-call.ts';
import { absenceOf, describeAbsence } from './describe-absence.ts';

export type AbsenceDeps = {
  /** The calls of a tenant that started in `[from, to)`, oldest first. Eventual. */
  readonly readCalls: ReadCalls;
  /** A strong read. */
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  /** Hours of a group that a trusted and complete listing confirms. It may lag. */
  readonly confirmed: (
    group: { readonly tenantId: TenantId; readonly groupId: GroupId },
    from: Timestamp,
    to: Timestamp,
  ) => Promise<readonly { readonly hour: Timestamp; readonly exportJobId: string }[]>;
};

/** Items of the index that one page looks at, and those of one read. */
const MAX_LOOKED_AT = 4_000;
const CALLS_OF_A_READ = 1_000;
/** Records that are read at the same time. One has up to 400 KB. */
const RECORDS_AT_ONCE = 20;

/**
 * Makes the function that answers one page of the absence register: the calls of a tenant without a recording, each with its
 * evidence. A page may be empty and still have a cursor.
 */
export const makeFindAbsentCalls =
  (deps: AbsenceDeps) =>
  async (query: AbsenceQuery): Promise<AbsencePage> => {
    const seen = await lookForAbsent(deps, query);
    const calls: AbsentCall[] = [];
    const findConfirming = makeFindConfirming(deps, query.tenant, seen.absent);
    for (let at = 0; at < seen.absent.length; at += RECORDS_AT_ONCE) {
      const some = seen.absent.slice(at, at + RECORDS_AT_ONCE);
      const read = await Promise.all(some.map(({ callId }) => readRecord(deps, query.tenant, callId)));
      for (const [n, record] of read.entries()) {
        if (record === 'unreadable') seen.unreadable.push(some[n]!.callId);
        const row = record === 'unreadable' || !record ? undefined : await describe(record, findConfirming);
        if (row) calls.push(row);
      }
    }
    const { pending, unreadable, position, hasMore } = seen;
    return {
      calls,
      pending,
      unreadable,
      ...(position && { position: position.callTimestamp }),
      ...(position && hasMore && { cursor: writeCursor(asQuestion(query), position) }),
    };
  };

/** A list of another state has other cursors. */
const asQuestion = (query: AbsenceQuery) => ({ ...query, state: 'absent' });

type Candidate = Pick<CallRecord, 'callId' | 'groupId' | 'callTimestamp'>;
type Seen = {
  readonly absent: readonly Candidate[];
  readonly pending: number;
  readonly unreadable: CallId[];
  readonly position: Position | undefined;
  readonly hasMore: boolean;
};

/** Reads the index until the page is full. */
const lookForAbsent = async ({ readCalls }: AbsenceDeps, query: AbsenceQuery): Promise<Seen> => {
  const { tenant: tenantId, from, to, cursor } = query;
  const absent: Candidate[] = [];
  const unreadable: CallId[] = [];
  let position = cursor === undefined ? undefined : readCursor(asQuestion(query), cursor);
  let pending = 0;
  for (let lookedAt = 0; lookedAt < MAX_LOOKED_AT; lookedAt += CALLS_OF_A_READ) {
    const page = await readCalls({ tenantId, from, to }, { limit: CALLS_OF_A_READ, after: position });
    for (const [at, item] of page.items.entries()) {
      ({ position } = item);
      const { call } = item;
      if (!call) unreadable.push(position.callId);
      else if (isOfGroup(query, call)) {
        if (absenceOf(call)) absent.push(call);
        else if (listsOf(call).includes('missing')) pending += 1;
      }
      const hasMore = page.hasMore || at < page.items.length - 1;
      if (absent.length === query.limit) return { absent, pending, unreadable, position, hasMore };
    }
    if (!page.hasMore) return { absent, pending, unreadable, position, hasMore: false };
  }
  return { absent, pending, unreadable, position, hasMore: true };
};

const isOfGroup = ({ group }: AbsenceQuery, call: NonNullable<CallPage['items'][number]['call']>): boolean =>
  group === undefined || call.groupId === group;

/** One record that cannot be read does not stop the register. */
const readRecord = async (
  { getCall }: AbsenceDeps,
  tenantId: TenantId,
  callId: CallId,
): Promise<CallRecord | undefined | 'unreadable'> => {
  try {
    return await getCall({ tenantId, callId });
  } catch (error) {
    if (faultOf(error) === 'permanent' || error instanceof NewerItemError) return 'unreadable';
    throw error;
  }
};

type FindConfirming = (call: Candidate) => Promise<string | undefined>;

const describe = async (record: CallRecord, find: FindConfirming): Promise<AbsentCall | undefined> =>
  describeAbsence(record, await find(record));

/** Reads the confirmed hours of each group once, from the first to the last call of the page. */
const makeFindConfirming = (
  { confirmed }: AbsenceDeps,
  tenantId: TenantId,
  calls: readonly Candidate[],
): FindConfirming => {
  const jobsOf = new Map<GroupId, Promise<ReadonlyMap<string, string>>>();
  const readJobs = async (groupId: GroupId): Promise<ReadonlyMap<string, string>> => {
    const from = hourOf(calls[0]!.callTimestamp);
    const to = shifted(hourOf(calls.at(-1)!.callTimestamp), HOUR_MS);
    const hours = await confirmed({ tenantId, groupId }, from, to);
    return new Map(hours.map(({ hour, exportJobId }) => [hour, exportJobId]));
  };
  return async ({ groupId, callTimestamp }) => {
    if (groupId === undefined) return undefined;
    const jobs = jobsOf.get(groupId) ?? readJobs(groupId);
    jobsOf.set(groupId, jobs);
    return (await jobs).get(hourOf(callTimestamp));
  };
};
