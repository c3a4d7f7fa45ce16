import type { CallId, RegistryGroup, TenantId, Timestamp } from '@recordings/call-record';
import type { Ops } from '../ops.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';
import { type Column, renderTable } from '../output/render-table.ts';
import { shortTime } from '../output/short-time.ts';
import type { Platform } from '../platform.ts';

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
  { stores }: Pick<Platform, 'stores'>,
  groups: readonly RegistryGroup[],
  isJson: boolean,
): Promise<ExitStatus> => {
  const { say, complain } = ops.terminal;
  const calls: NotListedCall[] = [];
  let unnamed = 0;
  for (const { tenant, name: group } of groups) {
    const checkpoint = await stores.sweeps.get({ tenantId: tenant, groupId: group });
    for (const { fromDate: from, toDate: to, sweptAt, count, callIds } of checkpoint?.notListed ?? []) {
      calls.push(...callIds.map((callId) => ({ tenant, group, callId, from, to, sweptAt })));
      unnamed += count - callIds.length;
    }
  }
  if (isJson) for (const call of calls) say(JSON.stringify(call));
  else if (calls.length > 0) say(renderTable(columns, calls));
  if (unnamed > 0) complain(`${unnamed} more calls were only counted: 100 of each range are kept.`);
  if (calls.length + unnamed > 0) return exitStatus.done;
  complain('OCP listed every call that we store, in the ranges that were swept.');
  return exitStatus.nothingFound;
};

const columns: Column<NotListedCall>[] = [
  { title: 'TENANT', width: 12, read: ({ tenant }) => tenant },
  { title: 'GROUP', width: 14, read: ({ group }) => group },
  { title: 'CALL', width: 36, read: ({ callId }) => callId },
  { title: 'DAY OF ITS RANGE', width: 10, read: ({ from }) => from.slice(0, 10) },
  { title: 'SWEPT', width: 17, read: ({ sweptAt }) => shortTime(sweptAt) },
];
