import type { CallId, RegistryGroup, TenantId, Timestamp } from '@recordings/call-record';
import { checkTenant } from '../look/check-tenant.ts';
import type { Ops } from '../ops.ts';
import { checkGroup } from '../options/check-group.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';
import { type Column, renderTable } from '../output/render-table.ts';
import { shortTime } from '../output/short-time.ts';
import type { Platform } from '../platform.ts';
import { findListed } from './find-listed.ts';
import type { SweepsOptions } from './show-sweeps.ts';

/** A call that we store, and that OCP did not list when its range was swept last. */
type NotListedCall = {
  readonly tenant: TenantId;
  readonly group: string;
  readonly callId: CallId;
  /** Of the range that was swept. */
  readonly from: Timestamp;
  readonly to: Timestamp;
  readonly sweptAt: Timestamp;
};

/** Prints the calls that we store and OCP does not list. Ends with 3 if there are none. */
export const showNotListed = async (
  ops: Ops,
  { tenant, group, json }: SweepsOptions,
): Promise<ExitStatus> => {
  const { say, complain } = ops.terminal;
  const platform = await ops.open();
  if (tenant !== undefined) checkTenant(platform, tenant);
  checkGroup(platform, group);
  const groups = platform.registry.groups.filter(
    (one) => (tenant === undefined || one.tenant === tenant) && (group === undefined || one.name === group),
  );
  const { calls, unnamed } = await readNotListed(platform, groups);
  if (json) for (const call of calls) say(JSON.stringify(call));
  else if (calls.length > 0) say(renderTable(columns, calls));
  if (unnamed > 0) complain(`${unnamed} more calls are only counted: a hundred of each range are named.`);
  if (calls.length + unnamed > 0) return exitStatus.done;
  complain(
    'No sweep has found a call that we store and OCP does not list, in the ranges that OCP still keeps.',
  );
  return exitStatus.nothingFound;
};

/** A call that two overlapping ranges lack is named once, by the later sweep. */
const readNotListed = async (
  platform: Pick<Platform, 'stores'>,
  groups: readonly RegistryGroup[],
): Promise<{ readonly calls: NotListedCall[]; readonly unnamed: number }> => {
  const calls: NotListedCall[] = [];
  let unnamed = 0;
  for (const registered of groups) {
    const { tenant, name: group } = registered;
    const checkpoint = await platform.stores.sweeps.get({ tenantId: tenant, groupId: group });
    const ranges = checkpoint?.notListed ?? [];
    const listed = await findListed(platform, registered, ranges);
    const found = new Map<CallId, NotListedCall>();
    for (const { fromDate: from, toDate: to, sweptAt, count, callIds } of ranges) {
      for (const callId of callIds) found.set(callId, { tenant, group, callId, from, to, sweptAt });
      unnamed += count - callIds.length;
    }
    calls.push(...[...found.values()].filter(({ callId }) => !listed.has(callId)));
  }
  return { calls, unnamed };
};

const columns: Column<NotListedCall>[] = [
  { title: 'TENANT', width: 12, read: ({ tenant }) => tenant },
  { title: 'CALL', width: 36, read: ({ callId }) => callId },
  { title: 'GROUP', width: 14, read: ({ group }) => group },
  { title: 'STARTED SINCE', width: 13, read: ({ from }) => from.slice(0, 10) },
  { title: 'SWEPT', width: 17, read: ({ sweptAt }) => shortTime(sweptAt) },
];
