import {
  type CallSummary,
  describeCall,
  isTombstone,
  listsOf,
  type Registry,
  type TenantId,
  type Timestamp,
} from '@recordings/call-record';
import { isGroupKnown } from '../is-group-known.ts';
import type { CallQuery } from './call-query.ts';
import { type Position, readCursor, writeCursor } from './cursor.ts';
import type { FoundCall, FoundCalls } from './found-calls.ts';

export type FindCallsDeps = {
  /** The calls of a tenant that started in `[from, to)`, oldest first. Eventual. */
  readonly readCalls: ReadCalls;
  readonly registry: Pick<Registry, 'findGroup'>;
  readonly now: () => Timestamp;
};

export type ReadCalls = (
  range: { readonly tenantId: TenantId; readonly from: Timestamp; readonly to: Timestamp },
  page: { readonly limit: number; readonly after?: Position },
) => Promise<CallPage>;

export type CallPage = {
  /** `call` is absent if the item cannot be read. */
  readonly items: readonly { readonly position: Position; readonly call?: CallSummary }[];
  /** Whether calls may follow. */
  readonly hasMore: boolean;
};

/** Calls that one page may look at: a filter that few calls pass must not read a whole month in one request. */
export const MAX_LOOKED_AT = 4_000;
const CALLS_OF_A_READ = 1_000;

/** Makes the function that answers one page of a list of calls. A page may be empty and still have a cursor. */
export const makeFindCalls =
  (deps: FindCallsDeps) =>
  async (query: CallQuery): Promise<FoundCalls> => {
    const { tenant: tenantId, from, to } = query;
    const calls: FoundCall[] = [];
    let position = query.cursor === undefined ? undefined : readCursor(query, query.cursor);
    let unreadable = 0;
    let lookedAt = 0;
    while (lookedAt < MAX_LOOKED_AT) {
      const wanted = lookedAt === 0 && !hasFilter(query) ? query.limit : CALLS_OF_A_READ;
      const limit = Math.min(wanted, MAX_LOOKED_AT - lookedAt);
      const page = await deps.readCalls({ tenantId, from, to }, { limit, after: position });
      for (const [at, item] of page.items.entries()) {
        ({ position } = item);
        if (!item.call) unreadable += 1;
        else if (isWanted(query, item.call)) calls.push(tell(deps, item.call));
        if (calls.length < query.limit) continue;
        const isLast = !page.hasMore && at === page.items.length - 1;
        return { calls, unreadable, ...(!isLast && { cursor: writeCursor(query, position) }) };
      }
      if (!page.hasMore) return { calls, unreadable };
      lookedAt += limit;
    }
    return { calls, unreadable, ...(position && { cursor: writeCursor(query, position) }) };
  };

/** With a filter, most calls of a read may be unwanted. */
const hasFilter = ({ group, state, lob }: CallQuery): boolean =>
  group !== undefined || state !== undefined || lob !== undefined;

const isWanted = ({ group, state, lob }: CallQuery, call: CallSummary): boolean =>
  !isTombstone(call) &&
  (group === undefined || call.groupId === group) &&
  (lob === undefined || call.lineOfBusiness === lob) &&
  (state === undefined || listsOf(call).includes(state));

const tell = ({ registry, now }: FindCallsDeps, call: CallSummary): FoundCall => ({
  ...call,
  ...describeCall(call, { now: now(), isGroupKnown: isGroupKnown(registry, call) }),
});
