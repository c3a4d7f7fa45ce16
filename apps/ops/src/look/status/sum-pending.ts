import { epochMsOf, type Timestamp } from '@recordings/call-record';
import type { PendingCall } from '@recordings/windowing';
import type { Platform } from '../../platform.ts';
import { readPendingCalls } from '../read-pending-calls.ts';

/** Missing calls of one group, by their age since they started. */
export type PendingOfGroup = {
  readonly tenant: string;
  readonly group: string;
  readonly underHour: number;
  readonly underDay: number;
  readonly older: number;
  /** In the hands of a window just now. */
  readonly inWindows: number;
  /** OCP deletes them within 72 hours. */
  readonly urgent: number;
  /** The first of their deadlines. */
  readonly nextDeadline: Timestamp;
};

export type Pending = { readonly groups: readonly PendingOfGroup[]; readonly unreadable: number };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const URGENT_MS = 72 * HOUR_MS;

/** Sums the calls of the whole index of missing calls. */
export const sumPending = async (platform: Pick<Platform, 'stores'>, now: Timestamp): Promise<Pending> => {
  const groups = new Map<string, PendingOfGroup>();
  let unreadable = 0;
  for await (const call of readPendingCalls(platform, () => (unreadable += 1))) {
    const id = JSON.stringify([call.tenantId, call.groupId ?? '']);
    groups.set(id, addCall(groups.get(id) ?? emptyOf(call), call, now));
  }
  return { groups: [...groups.values()].sort(byDeadline), unreadable };
};

const emptyOf = ({ tenantId, groupId, recoverableUntil }: PendingCall): PendingOfGroup => ({
  ...{ tenant: tenantId, group: groupId ?? '(none)', nextDeadline: recoverableUntil },
  ...{ underHour: 0, underDay: 0, older: 0, inWindows: 0, urgent: 0 },
});

const addCall = (sum: PendingOfGroup, call: PendingCall, now: Timestamp): PendingOfGroup => {
  const ageMs = epochMsOf(now) - epochMsOf(call.callTimestamp);
  const { reconciliationStatus: status, recoverableUntil } = call;
  const age = ageMs < HOUR_MS ? 'underHour' : ageMs < DAY_MS ? 'underDay' : 'older';
  const isUrgent = epochMsOf(recoverableUntil) - epochMsOf(now) < URGENT_MS;
  return {
    ...sum,
    [age]: sum[age] + 1,
    inWindows: sum.inWindows + (status === 'queued' || status === 'in_progress' ? 1 : 0),
    urgent: sum.urgent + (isUrgent ? 1 : 0),
    nextDeadline: recoverableUntil < sum.nextDeadline ? recoverableUntil : sum.nextDeadline,
  };
};

const byDeadline = (a: PendingOfGroup, b: PendingOfGroup): number =>
  a.nextDeadline < b.nextDeadline ? -1 : 1;
