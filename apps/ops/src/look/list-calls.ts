import { CallQuery, type FoundCalls, makeFindCalls, parseQuestion } from '@recordings/call-questions';
import type { CallList } from '@recordings/call-record';
import type { Ops } from '../ops.ts';
import { readCount } from '../options/read-count.ts';
import { readTimeOption } from '../options/time-options.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';
import { renderTable } from '../output/render-table.ts';
import { shortTime } from '../output/short-time.ts';
import type { Platform } from '../platform.ts';
import { addRecoveredBy } from './add-recovered-by.ts';
import { checkTenant } from './check-tenant.ts';

export type ListOptions = {
  readonly tenant?: string;
  readonly group?: string;
  readonly lob?: string;
  readonly from: string;
  readonly to: string;
  readonly state?: CallList;
  readonly limit: string;
  readonly json?: boolean;
};

export type FoundCall = FoundCalls['calls'][number];
type Found = { readonly calls: FoundCall[]; readonly unreadable: number; readonly hasMore: boolean };

const MAX_LIMIT = 1_000_000;
const PAGE = 500;

/** Prints the calls of a list, oldest first, a tenant after the other. */
export const listCalls = async (ops: Ops, options: ListOptions): Promise<ExitStatus> => {
  const { say, complain } = ops.terminal;
  const limit = readCount('--limit', options.limit, MAX_LIMIT);
  const range = {
    from: readTimeOption('--from', options.from, ops.now()),
    to: readTimeOption('--to', options.to, ops.now()),
  };
  const platform = await ops.open();
  const tenants = chooseTenants(platform, options.tenant);
  const filter = { group: options.group, lob: options.lob, state: options.state };
  const found: Found[] = [];
  let left = limit;
  for (const tenant of tenants) {
    const part = await findAll(ops, platform, { tenant, ...range, ...filter }, left);
    found.push(part);
    left -= part.calls.length;
  }
  const calls = found.flatMap((part) => part.calls);
  const unreadable = found.reduce((sum, part) => sum + part.unreadable, 0);
  if (options.json) for (const call of await addRecoveredBy(platform, calls)) say(JSON.stringify(call));
  else if (calls.length > 0) say(renderTable(columnsOf(options), calls));
  if (found.some(({ hasMore }) => hasMore))
    complain(`There are more calls than ${limit}. --limit prints more, --from and --to a shorter range.`);
  if (unreadable > 0) complain(`${unreadable} calls are left out, because their items cannot be read.`);
  if (calls.length > 0) return exitStatus.done;
  complain(`No such call started from ${range.from} to ${range.to}.`);
  return exitStatus.nothingFound;
};

const chooseTenants = (platform: Platform, asked: string | undefined): readonly string[] => {
  if (asked === undefined) return platform.registry.tenants.map(({ id }) => id);
  checkTenant(platform, asked);
  return [asked];
};

/** Reads all pages, up to `limit` calls. */
export const findAll = async (
  { now }: Ops,
  { stores, registry }: Platform,
  asked: Record<string, unknown>,
  limit: number,
): Promise<Found> => {
  const findCalls = makeFindCalls({ readCalls: stores.readCallPage, registry, now });
  const calls: FoundCall[] = [];
  let unreadable = 0;
  let cursor: string | undefined;
  do {
    if (calls.length >= limit) return { calls, unreadable, hasMore: true };
    const page = await findCalls(
      parseQuestion(CallQuery, { ...asked, limit: Math.min(PAGE, limit - calls.length), cursor }),
    );
    calls.push(...page.calls);
    ({ cursor } = page);
    unreadable += page.unreadable;
  } while (cursor !== undefined);
  return { calls, unreadable, hasMore: false };
};

const callColumns = [
  { title: 'STARTED', width: 17, read: ({ callTimestamp }: FoundCall) => shortTime(callTimestamp) },
  { title: 'TENANT', width: 10, read: ({ tenantId }: FoundCall) => tenantId },
  { title: 'CALL', width: 36, read: ({ callId }: FoundCall) => callId },
];
const stateColumns = [
  { title: 'STATE', width: 11, read: ({ state }: FoundCall) => state },
  { title: 'SINCE', width: 17, read: ({ since }: FoundCall) => shortTime(since) },
];
const whyColumn = { title: 'WHY', width: 31, read: ({ why }: FoundCall) => why };

/** A list of one state says why. */
const columnsOf = ({ state }: ListOptions) => [...callColumns, ...(state ? [whyColumn] : stateColumns)];
