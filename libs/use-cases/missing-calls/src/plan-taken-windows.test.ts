import {
  CallId,
  GroupId,
  parseRegistry,
  TenantId,
  type Timestamp,
  timestampOf,
} from '@recordings/call-record';
import type { FreeCall } from './consider-call.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';
import { planTakenWindows } from './plan-taken-windows.ts';

const hour = (hours: number): Timestamp => timestampOf(Date.UTC(2026, 0, 15) + hours * 3_600_000);
const registry = parseRegistry({
  version: 1,
  tenants: [{ id: 'acme', name: 'Acme' }],
  linesOfBusiness: [{ id: 'cards', name: 'Cards' }],
  exportProfiles: {
    hours: {
      minRangeMinutes: 60,
      maxRangeMinutes: 2_880,
      alignMinutes: 60,
      runningJobsPerGroup: 1,
      jobLifeMinutes: 1_440,
      selectsBy: 'start',
      settleMinutes: 0,
    },
  },
  groups: [
    {
      name: 'Hours',
      tenant: 'acme',
      lineOfBusiness: { default: 'cards' },
      recording: { enabled: true },
      credentials: 'acme-ocp',
      exportProfile: 'hours',
    },
  ],
});
const policy = {
  sizing: { defaultMs: 1_800_000, isDynamic: false, minMs: 60_000, maxMs: 3_600_000 },
  maxCallsPerWindow: 100,
} as MissingCallsDeps['policy'];

/** A missing call that starts at this hour. */
const callAt = (startHour: number, over: Partial<FreeCall> = {}): FreeCall => ({
  tenantId: TenantId.parse('acme'),
  callId: CallId.parse(`c-${startHour}`),
  groupId: GroupId.parse('Hours'),
  callTimestamp: hour(startHour),
  callEndTimestamp: hour(startHour + 0.1),
  hasCdrEnd: true,
  createdAt: hour(startHour),
  reconciliationStatus: 'pending',
  reconciliationAttempts: 0,
  recoverableUntil: hour(1_000),
  priority: 'normal',
  isStale: false,
  ...over,
});
const plan = (...calls: FreeCall[]): string[][] =>
  planTakenWindows({ policy, registry }, calls, hour(20)).map((window) =>
    window.calls.map(({ callId }) => callId),
  );

describe('planTakenWindows', () => {
  it('puts the calls of hours into one window where windows share export jobs', () => {
    expect(plan(callAt(1), callAt(3), callAt(5))).toEqual([['c-1', 'c-3', 'c-5']]);
  });

  it('keeps windows small after a fault, so that a call that makes each job fail does not take others with it', () => {
    const failed = { nextReconciliationAt: hour(19) };
    expect(plan(callAt(1, failed), callAt(3, failed), callAt(5))).toEqual([['c-1'], ['c-3'], ['c-5']]);
  });

  it('keeps windows wide after an answer about a call', () => {
    const answered = { reconciliationStatus: 'failed', nextReconciliationAt: hour(19) } as const;
    expect(plan(callAt(1, answered), callAt(3), callAt(5))).toEqual([['c-1', 'c-3', 'c-5']]);
  });

  it('puts no more calls into a window than OCP gives in one answer', () => {
    const sizing = { ...policy.sizing, maxCallsPerRequest: 2 };
    const calls = [callAt(1), callAt(3), callAt(5)];
    const windows = planTakenWindows({ policy: { ...policy, sizing }, registry }, calls, hour(20));
    expect(windows.map(({ calls: { length } }) => length)).toEqual([2, 1]);
  });
});
