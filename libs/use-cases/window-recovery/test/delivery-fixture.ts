import {
  CallId,
  GroupId,
  parseRegistry,
  ReconciliationId,
  shifted,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import {
  type DownloadTask,
  type ExportedJob,
  ExportJob,
  type ListingEntry,
  type Reconciliation,
} from '@recordings/reconciliation';
import { makeRegistryFile } from '@recordings/test-kit';
import { deliverResults } from '../src/exports/commands/deliver-results.ts';
import { exportRefOf } from '../src/exports/export-ref.ts';
import type { RecoveredGroup } from '../src/recovered-group.ts';
import type { RecoveryDeps } from '../src/recovery-deps.ts';
import type { RecoveryEvent } from '../src/recovery-event.ts';
import { makeCalls } from '../src/test-call.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const asked = timestampOf(Date.UTC(2026, 0, 15, 12));
const registry = parseRegistry(makeRegistryFile({ name: 'Acme_EN', tenant: 'acme' }));
export const tenantId = TenantId.parse('acme');
export const groupId = GroupId.parse('Acme_EN');
export const registered = registry.findGroup(groupId)!;
const slotKey = { ocpHost: 'ocp.example', groupId };
const group = { tenantId, groupId, slotKey, registered } as RecoveredGroup;
export const callId = CallId.parse('c-1');
export const key = { tenantId, callId };
export const r1 = ReconciliationId.parse('r-1');
export const policy = { leaseMs: HOUR_MS, downloadDeadlineMs: HOUR_MS };

export const listed = (id: string): ListingEntry => ({
  kind: 'recording',
  recording: { callId: id, recordingId: `rec-${id}` },
});

/** A job of the day before `asked`. */
export const jobOf = (over: Partial<ExportedJob> = {}): ExportedJob =>
  ExportJob.parse({
    phase: 'exported',
    exportId: 'e-9',
    tenantId,
    fromDate: shifted(asked, -DAY_MS),
    toDate: asked,
    reconciliationIds: [],
    intendedAt: asked,
    jobId: 'job-9',
    createdAt: asked,
    pollNumber: 1,
    pollDueAt: asked,
    isAbandoned: false,
    exportedAt: asked,
    ...over,
  }) as ExportedJob;

/** A worker that delivers the results of jobs, with stores in memory. OCP lists what the test says. */
export const makeDelivery = (over: Partial<RecoveryDeps> = {}) => {
  const calls = makeCalls();
  const windows = new Map<string, Reconciliation>();
  const tasks: DownloadTask[] = [];
  const noted: RecoveryEvent[] = [];
  const state = { now: asked, listing: [] as readonly ListingEntry[], failing: '' as '' | 'put' | 'send' };
  const failOnce = (step: 'put' | 'send'): void => {
    if (state.failing !== step) return;
    state.failing = '';
    throw new Error(`${step} failed`);
  };
  const deps = {
    calls,
    retryRule: {
      maxAttempts: 1,
      retryDelayMs: HOUR_MS,
      firstFaultDelayMs: HOUR_MS,
      maxFaultDelayMs: DAY_MS,
      dailyDelayMs: DAY_MS,
    },
    registry,
    ocpHost: slotKey.ocpHost,
    shardCount: 1,
    now: () => state.now,
    exportPolicy: { overdueAfterMs: DAY_MS },
    reconciliationPolicy: policy,
    audioFormat: 'wav',
    ocpEndpoint: 'https://ocp.example',
    sendCallback: async () => undefined,
    findOcpMetadata: async () => new Map(),
    reportFailures: async () => undefined,
    locate: () => ({ bucket: 'recordings-cards', key: 'acme/x' }),
    sendDownloads: async (sent: readonly DownloadTask[]) => {
      failOnce('send');
      tasks.push(...sent);
    },
    findListableCalls: async () => ({ stored: new Map(), daily: new Map() }),
    hourCounts: { confirm: async () => undefined },
    findExistingCalls: async (_: TenantId, ids: readonly CallId[]) =>
      new Set(ids.filter((id) => calls.of(id) !== undefined)),
    exportGroups: {
      getSlot: async () => undefined,
      read: async () => ({ slots: [], windows: [], unreadable: [] }),
      removeWindow: async () => undefined,
    },
    reconciliations: {
      get: async (id: string) => windows.get(id),
      put: async (next: Reconciliation) => {
        failOnce('put');
        windows.set(next.reconciliationId, next);
        return true;
      },
    },
    ocpOf: () => ({
      jobRecordings: async function* () {
        yield* state.listing;
      },
    }),
    note: (event: RecoveryEvent) => noted.push(event),
    ...over,
  } as unknown as RecoveryDeps;
  const deliver = (job: ExportedJob) => deliverResults(deps, exportRefOf(group, 's', 'e-9'), job);
  return { calls, windows, tasks, noted, state, deps, deliver };
};
