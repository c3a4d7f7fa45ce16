import { type CallKey, isHeldBy } from '@recordings/call-record';
import type { ReconciliationRequest } from '@recordings/reconciliation';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { type Column, renderTable } from '../../output/render-table.ts';
import { shortTime } from '../../output/short-time.ts';
import type { Platform } from '../../platform.ts';
import { type KeptWindow, openKeptWindows, type WindowFilter } from './kept-windows.ts';

/** Prints the windows that could not be published and that no person has handled. */
export const listWindows = async (ops: Ops, filter: WindowFilter, isJson: boolean): Promise<ExitStatus> => {
  const { config } = await ops.open();
  const windows = await openKeptWindows(config).find(filter);
  if (isJson) for (const { content: _, ...window } of windows) ops.terminal.say(JSON.stringify(window));
  else if (windows.length > 0) ops.terminal.say(renderTable(columns, windows));
  if (windows.length > 0) return exitStatus.done;
  ops.terminal.complain('No window waits in the bucket replay.');
  return exitStatus.nothingFound;
};

/** Prints one window as JSON, and how many of its calls still wait for it. */
export const showWindow = async (ops: Ops, key: string): Promise<ExitStatus> => {
  const { config, stores } = await ops.open();
  const window = await openKeptWindows(config).get(key);
  if (!window) {
    ops.terminal.complain(`There is no window ${key} in the bucket replay.`);
    return exitStatus.nothingFound;
  }
  const { content, fault, keptAt, request } = window;
  const callsThatWait = request ? await countWaiting(stores, request) : 0;
  const about = { key, keptAt, ...(fault !== undefined && { fault }), callsThatWait };
  ops.terminal.say(JSON.stringify({ ...about, content }, null, 2));
  return exitStatus.done;
};

/** Calls that a later execution has put into another window do not wait for this one. */
const countWaiting = async (
  { calls }: Pick<Platform['stores'], 'calls'>,
  request: ReconciliationRequest,
): Promise<number> => {
  const found = await calls.getAll(keysOf(request));
  return found.filter((call) => isHeldBy(call?.current, request.payload.reconciliationId)).length;
};

export const keysOf = ({ payload }: ReconciliationRequest): CallKey[] =>
  payload.calls.map(({ callId }) => ({ tenantId: payload.tenantId, callId }));

const columns: Column<KeptWindow>[] = [
  { title: 'KEPT', width: 17, read: ({ keptAt }) => shortTime(keptAt) },
  { title: 'TENANT', width: 10, read: ({ request }) => request?.payload.tenantId ?? '' },
  { title: 'GROUP', width: 16, read: ({ request }) => request?.payload.groupId ?? '' },
  {
    title: 'CALLS',
    width: 5,
    align: 'right',
    read: ({ request }) => String(request?.payload.callCount ?? ''),
  },
  {
    title: 'KEY',
    width: 44,
    read: ({ key, fault }) => (fault === undefined ? key : `${key} cannot be read: ${fault}`),
  },
];
