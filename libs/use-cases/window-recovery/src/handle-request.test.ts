import { parseRegistry, shifted, timestampOf } from '@recordings/call-record';
import { RECONCILIATION_REQUEST_VERSION, Reconciliation } from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import { makeHandleRequest } from './handle-request.ts';
import type { RecoveryDeps } from './recovery-deps.ts';
import type { RecoveryEvent } from './recovery-event.ts';

const now = timestampOf(Date.UTC(2026, 0, 15));
const ids = { reconciliationId: 'r-1', batchId: 'b', tenantId: 'acme', groupId: 'Acme_EN' };
const range = { fromDate: shifted(now, -7_200_000), toDate: shifted(now, -3_600_000) };

const registry = parseRegistry(makeRegistryFile({ name: 'Acme_EN', tenant: 'acme' }));

const event = {
  eventType: 'RECONCILIATION_REQUEST',
  eventId: 'e',
  timestamp: now,
  source: 'pooler',
  version: RECONCILIATION_REQUEST_VERSION,
  payload: {
    ...ids,
    ...range,
    windowIndex: 0,
    totalWindows: 1,
    calls: [{ callId: 'c-1' }],
    callCount: 1,
    priority: 'normal',
    maxRetries: 3,
    metadata: { audioFormat: 'wav' },
  },
};

const waiting = Reconciliation.parse({
  ...ids,
  ...range,
  priority: 'normal',
  phase: 'waiting',
  reconciliationStatus: 'IN_PROGRESS',
  calls: { 'c-1': { startedAt: range.fromDate, outcome: 'open' } },
  leaseUntil: shifted(now, 3_600_000),
  createdAt: now,
  lastUpdated: now,
  expiresAtEpochS: 0,
  revision: 1,
});

describe('makeHandleRequest', () => {
  it('adds the window to its group before it plans the exports of the group', async () => {
    const steps: string[] = [];
    const deps = {
      registry,
      now: () => now,
      gatherMs: 0,
      reconciliationPolicy: { leaseMs: 3_600_000, downloadDeadlineMs: 3_600_000 },
      note: () => undefined,
      reconciliations: { get: async () => waiting, put: async () => true },
      exportGroups: {
        addWindow: async () => void steps.push('window added'),
        read: async () => {
          steps.push('group read');
          return { slots: [], windows: [], unreadable: [] };
        },
      },
    } as unknown as RecoveryDeps;
    const body = JSON.stringify(event);
    expect(await makeHandleRequest(deps)({ body })).toEqual({ kind: 'ack' });
    expect(steps).toEqual(['window added', 'group read']);
  });

  it('opens no reconciliation for a window of another OCP, and says so', async () => {
    const noted: RecoveryEvent[] = [];
    const deps = {
      registry,
      ocpEndpoint: 'https://ocp.example/api',
      note: (noticed: RecoveryEvent) => void noted.push(noticed),
    } as unknown as RecoveryDeps;
    const metadata = { ocpEndpoint: 'https://elsewhere.example/api' };
    const body = JSON.stringify({ ...event, payload: { ...event.payload, metadata } });
    const disposition = await makeHandleRequest(deps)({ body });
    expect(disposition).toMatchObject({ kind: 'postpone', reason: 'OCP_ENDPOINT_DIFFERS' });
    expect(noted).toEqual([
      { type: 'endpoint_differs', tenantId: 'acme', group: 'Acme_EN', disposition: 'postpone' },
    ]);
  });
});

describe('what drives a window of a group of Step Functions', () => {
  const openBy = async (payload: object, drives = true) => {
    const put: Reconciliation[] = [];
    const stop = new Error('written');
    const deps = {
      registry,
      now: () => now,
      reconciliationPolicy: { leaseMs: 3_600_000, downloadDeadlineMs: 3_600_000 },
      note: () => undefined,
      workflow: { drives: () => drives },
      reconciliations: {
        get: async () => undefined,
        put: async (next: Reconciliation) => {
          put.push(next);
          throw stop;
        },
      },
    } as unknown as RecoveryDeps;
    const body = JSON.stringify({ ...event, version: '2.0', payload: { ...event.payload, ...payload } });
    await expect(makeHandleRequest(deps)({ body })).rejects.toBe(stop);
    return put[0]!;
  };

  it('is an execution, and an older worker postpones what concerns it', async () => {
    expect(await openBy({})).toMatchObject({ orchestrator: 'step-functions', schemaVersion: 3 });
  });

  it.each([
    ['the group has messages', {}, false],
    ['it is a sweep', { isSweep: true, calls: [] }, true],
    ['its id cannot name an execution', { reconciliationId: 'r'.repeat(81) }, true],
  ])('is a delayed message if %s', async (_, payload, drives) => {
    const opened = await openBy(payload, drives);
    expect(opened).not.toHaveProperty('orchestrator');
    expect(opened.schemaVersion).toBe(2);
  });
});
