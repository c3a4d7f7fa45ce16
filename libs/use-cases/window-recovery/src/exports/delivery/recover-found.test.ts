import {
  CallId,
  GroupId,
  parseRegistry,
  recordEvent,
  shifted,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import type { DownloadTask, ExportedEvent, ExportedJob, Reconciliation } from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { makeCalls } from '../../test-call.ts';
import { recoverFound } from './recover-found.ts';

const fromDate = timestampOf(Date.UTC(2026, 0, 15, 10));
const toDate = timestampOf(Date.UTC(2026, 0, 15, 12));
const tenantId = TenantId.parse('acme');
const groupId = GroupId.parse('Acme_EN');
const job = { exportId: 'e-1', jobId: 'job-1', fromDate, toDate, exportedAt: toDate } as ExportedJob;
const registry = parseRegistry(makeRegistryFile({ name: groupId, tenant: tenantId }));
const registered = registry.findGroup(groupId)!;
const group = { tenantId, groupId, registered } as RecoveredGroup;

/** Calls that are pending, and a worker that recovers them from the job. */
const makeWorker = async (count: number, isSwept = false, isLastChance = false) => {
  const calls = makeCalls();
  const ids = Array.from({ length: count }, (_, at) => CallId.parse(`c-${at}`));
  for (const callId of ids) {
    const facts = { startedAt: fromDate, endedAt: fromDate, channel: 'voice' } as const;
    const event = { source: 'end', name: 'CDR_END', callId, groupName: groupId, facts } as const;
    const context = { group: undefined, shardCount: 1, now: toDate, by: 'test' };
    await calls.change({ tenantId, callId }, recordEvent({ tenantId, callId }, event, context));
  }
  const items = new Map<string, Reconciliation>();
  const tasks: DownloadTask[] = [];
  const deps = {
    calls,
    reconciliations: {
      get: async (id: string) => items.get(id),
      put: async (next: Reconciliation) => {
        items.set(next.reconciliationId, next);
        return true;
      },
    },
    exportGroups: { removeWindow: async () => undefined },
    sendDownloads: async (sent: readonly DownloadTask[]) => void tasks.push(...sent),
    registry,
    reconciliationPolicy: { leaseMs: 60_000, downloadDeadlineMs: 60_000 },
    shardCount: 1,
    locate: () => ({ bucket: 'b', key: 'k' }),
    now: () => toDate,
    note: () => undefined,
  } as unknown as RecoveryDeps;
  const event = {
    type: 'exported',
    exportJobId: 'job-1',
    range: job,
    recordings: new Map(ids.map((callId) => [callId, { callId, recordingId: `rec-${callId}` }])),
    errors: new Map(),
    verdict: { kind: 'trusted', reason: '' },
  } as unknown as ExportedEvent;
  const recover = () =>
    recoverFound(
      deps,
      group,
      job,
      event,
      { callIds: ids, isSwept, isLastChance, priority: 'normal' },
      async () => undefined,
    );
  return { recover, tasks, calls, ids, items, stored: () => items.get('e-1-found') };
};

describe('calls that a job proves OCP to have', () => {
  it('are claimed and downloaded from that job, in a reconciliation of their own', async () => {
    const { recover, tasks, calls, ids, stored } = await makeWorker(2);
    await recover();
    expect(tasks.map(({ callId, exportJobId, recordingId }) => [callId, exportJobId, recordingId])).toEqual([
      ['c-0', 'job-1', 'rec-c-0'],
      ['c-1', 'job-1', 'rec-c-1'],
    ]);
    expect(stored()).toMatchObject({ reconciliationId: 'e-1-found', phase: 'downloading' });
    for (const id of ids) expect(calls.of(id)?.reconciliationId).toBe('e-1-found');
  });

  it.each([
    ['as long as those of a window', false, 60_000],
    ['until OCP deletes the job, if it may delete a recording before', true, 1_440 * 60_000],
  ])('are tried %s', async (_, isLastChance, waitMs) => {
    const { recover, stored } = await makeWorker(1, false, isLastChance);
    await recover();
    expect(stored()).toMatchObject({ phase: 'downloading', deadline: shifted(toDate, waitMs) });
  });

  it('are sent again when the delivery is repeated, in the same reconciliation', async () => {
    const { recover, tasks, stored } = await makeWorker(1);
    await recover();
    const { createdAt } = stored()!;
    await recover();
    expect(tasks.map(({ callId }) => callId)).toEqual(['c-0', 'c-0']);
    expect(stored()).toMatchObject({ createdAt, phase: 'downloading' });
  });

  it('of a sweep are recovered in slices of a hundred, which a repeated delivery keeps', async () => {
    const { recover, tasks, items, ids } = await makeWorker(250, true);
    await recover();
    const slices = (): number[] => [...items.values()].map(({ calls }) => Object.keys(calls).length);
    expect(slices()).toEqual([100, 100, 50]);
    expect(new Set(tasks.map(({ callId }) => callId))).toEqual(new Set(ids));
    await recover();
    expect(slices()).toEqual([100, 100, 50]);
  });

  it('of a sweep are a thousand at most; the others stay pending', async () => {
    const { recover, tasks, calls } = await makeWorker(1_001, true);
    await recover();
    expect(tasks).toHaveLength(1_000);
    expect(calls.of(CallId.parse('c-1000'))).toMatchObject({ reconciliationStatus: 'pending' });
  });

  it('are at most a hundred, so that the item stays small; the others stay pending', async () => {
    const { recover, tasks, calls } = await makeWorker(101);
    await recover();
    expect(tasks).toHaveLength(100);
    expect(calls.of(CallId.parse('c-100'))).toMatchObject({ reconciliationStatus: 'pending' });
  });
});
