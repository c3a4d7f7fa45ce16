import {
  type ExportConstraints,
  epochMsOf,
  type GroupId,
  type TenantId,
  type Timestamp,
} from '@recordings/call-record';
import type { ForecastWindow } from '@recordings/forecast';
import { chooseWideSizeMs, type PendingCall, planWindows } from '@recordings/windowing';
import type { Platform } from '../../platform.ts';
import { readPendingCalls } from '../read-pending-calls.ts';

/** The missing calls of one group of the registry, in the windows that recover them. */
export type GroupToRecover = {
  readonly tenantId: TenantId;
  readonly groupId: GroupId;
  readonly constraints: ExportConstraints;
  readonly windows: readonly ForecastWindow[];
};

export type CollectedGroups = {
  readonly groups: readonly GroupToRecover[];
  /** Calls whose group the registry does not give to their tenant: OCP cannot be asked for them. */
  readonly withoutGroup: number;
  /** Calls of the index whose items cannot be read. */
  readonly unreadable: number;
};

export type GroupFilter = { readonly tenant?: string; readonly group?: string };

/** The defaults of the pooler. */
const LONGEST_WINDOW_MS = 15 * 60_000;
const MAX_CALLS_PER_WINDOW = 100;
const URGENT_MS = 72 * 3_600_000;

type GroupedCall = ForecastWindow['calls'][number] &
  Pick<PendingCall, 'tenantId' | 'callId'> & { readonly groupId: GroupId };

/** Reads all missing calls and plans their windows. @param filter leaves out other tenants and groups. */
export const collectGroups = async (
  platform: Pick<Platform, 'stores' | 'registry'>,
  filter: GroupFilter,
  now: Timestamp,
): Promise<CollectedGroups> => {
  const byGroup = new Map<string, { constraints: ExportConstraints; calls: GroupedCall[] }>();
  let [withoutGroup, unreadable] = [0, 0];
  for await (const call of readPendingCalls(platform, () => (unreadable += 1))) {
    if (!isAsked(call, filter)) continue;
    const { groupId, tenantId, callId, callTimestamp, callEndTimestamp, recoverableUntil } = call;
    const group = platform.registry.findGroup(groupId, tenantId);
    if (groupId === undefined || group?.tenant !== tenantId) {
      withoutGroup += 1;
      continue;
    }
    const id = JSON.stringify([tenantId, groupId]);
    const found = byGroup.get(id) ?? { constraints: group.exportConstraints, calls: [] };
    found.calls.push({ tenantId, groupId, callId, callTimestamp, callEndTimestamp, recoverableUntil });
    byGroup.set(id, found);
  }
  const groups = [...byGroup.values()].map(({ constraints, calls }) => {
    const { tenantId, groupId } = calls[0]!;
    return { tenantId, groupId, constraints, windows: windowsOf(calls, constraints, now) };
  });
  return { groups, withoutGroup, unreadable };
};

const isAsked = ({ tenantId, groupId }: PendingCall, { tenant, group }: GroupFilter): boolean =>
  (tenant === undefined || tenantId === tenant) && (group === undefined || groupId === group);

const windowsOf = (
  calls: readonly GroupedCall[],
  constraints: ExportConstraints,
  now: Timestamp,
): ForecastWindow[] => {
  const sizeMs = chooseWideSizeMs(constraints) ?? LONGEST_WINDOW_MS;
  const urgentUntilMs = epochMsOf(now) + URGENT_MS;
  return planWindows(calls, { sizeMs, maxCalls: MAX_CALLS_PER_WINDOW }).map((window) => ({
    tenantId: window.tenantId,
    groupId: window.groupId,
    calls: window.calls,
    priority: window.calls.some((call) => epochMsOf(call.recoverableUntil) < urgentUntilMs)
      ? 'high'
      : 'normal',
  }));
};
