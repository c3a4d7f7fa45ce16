import {
  CallId,
  claimCall,
  epochMsOf,
  GroupId,
  parseRegistry,
  ReconciliationId,
  releaseCall,
  shifted,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import {
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
import { holdCall, makeCalls } from '../src/test-call.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const asked = timestampOf(Date.UTC(2026, 0, 15, 12));
const registry = parseRegistry(makeRegistryFile({ name: 'Acme_EN', tenant: 'acme' }));
const tenantId = TenantId.parse('acme');
const groupId = GroupId.parse('Acme_EN');
const callId = CallId.parse('daily');
const key = { tenantId, callId };
const r1 = ReconciliationId.parse('r-1');
const group = {
  tenantId,
  groupId,
  slotKey: { ocpHost: 'ocp.example', groupId },
  registered: registry.findGroup(groupId)!,
} as RecoveredGroup;
const retryRule = {
  maxAttempts: 1,
  retryDelayMs: HOUR_MS,
  firstFaultDelayMs: HOUR_MS,
  maxFaultDelayMs: DAY_MS,
  dailyDelayMs: DAY_MS,
};

const listed = (id: string): ListingEntry => ({
  kind: 'recording',
  recording: { callId: id, recordingId: `rec-${id}` },
});

const makeReconciliations = (): Pick<RecoveryDeps['reconciliations'], 'get' | 'put'> => {
  const items = new Map<ReconciliationId, Reconciliation>();
  return {
    get: async (id) => items.get(id),
    put: async (next) => items.set(next.reconciliationId, next).size > 0,
  };
};

type Delivery = {
  readonly listing?: readonly ListingEntry[];
  readonly askedAt?: typeof asked;
  readonly job?: Partial<ExportedJob>;
};

/** A job for other calls is delivered. The call was asked for at noon, and is due a day later. */
const deliver = async ({
  listing = [listed('other')],
  askedAt = shifted(asked, 20 * HOUR_MS),
  job,
}: Delivery) => {
  const calls = makeCalls();
  await holdCall(calls, key, r1, asked);
  const context = { group: undefined, shardCount: 1, now: asked, by: 'test' };
  const why = { code: 'NOT_FOUND', message: 'not listed', isAboutTheCall: true };
  await calls.change(key, claimCall(r1, undefined, context));
  await calls.change(key, releaseCall(r1, why, retryRule, context));
  const before = calls.of(callId)!;
  const startedAt = before.callTimestamp;
  const exported = ExportJob.parse({
    phase: 'exported',
    exportId: 'e-9',
    tenantId,
    fromDate: shifted(startedAt, -HOUR_MS),
    toDate: shifted(startedAt, HOUR_MS),
    reconciliationIds: [],
    intendedAt: askedAt,
    jobId: 'job-9',
    createdAt: askedAt,
    pollNumber: 1,
    pollDueAt: askedAt,
    isAbandoned: false,
    exportedAt: askedAt,
    ...job,
  }) as ExportedJob;
  const noted: RecoveryEvent[] = [];
  const confirmed: string[] = [];
  const { lastReconciliationAt, nextReconciliationAt } = before;
  const deps = {
    calls,
    retryRule,
    registry,
    ocpHost: 'ocp.example',
    shardCount: 1,
    now: () => shifted(askedAt, HOUR_MS),
    exportPolicy: { overdueAfterMs: DAY_MS },
    reconciliationPolicy: { leaseMs: HOUR_MS, downloadDeadlineMs: HOUR_MS },
    audioFormat: 'wav',
    ocpEndpoint: 'https://ocp.example',
    sendCallback: async () => undefined,
    locate: () => ({ bucket: 'recordings-cards', key: 'acme/daily' }),
    sendDownloads: async () => undefined,
    findListableCalls: async () => ({
      stored: new Map(),
      daily: new Map([[callId, { startedAt, lastReconciliationAt, nextReconciliationAt }]]),
    }),
    hourCounts: { confirm: async ({ hour }: { hour: string }) => void confirmed.push(hour) },
    findExistingCalls: async (_: TenantId, ids: readonly CallId[]) => new Set(ids),
    exportGroups: {
      getSlot: async () => undefined,
      read: async () => ({ slots: [], windows: [], unreadable: [] }),
      removeWindow: async () => undefined,
    },
    reconciliations: makeReconciliations(),
    ocpOf: () => ({
      jobRecordings: async function* () {
        yield* listing;
      },
    }),
    note: (event: RecoveryEvent) => noted.push(event),
  } as unknown as RecoveryDeps;
  await deliverResults(deps, exportRefOf(group, 's', 'e-9'), exported);
  const replaced = noted.find(({ type }) => type === 'asks_replaced');
  return { before, after: calls.of(callId)!, replaced, confirmed };
};

describe('a trusted listing of a job for other calls', () => {
  it('replaces the next ask for a call of the daily schedule that it lacks', async () => {
    const { before, after, replaced, confirmed } = await deliver({});
    expect(confirmed.length).toBeGreaterThan(0);
    expect(epochMsOf(before.nextReconciliationAt!) - epochMsOf(asked)).toBe(DAY_MS);
    expect(after).toMatchObject({
      reconciliationStatus: 'failed',
      reconciliationAttempts: 2,
      nextReconciliationAt: shifted(asked, 21 * HOUR_MS + 2 * DAY_MS),
      outcome: {
        code: 'NOT_FOUND',
        message: 'OCP has no recording of the call in export job job-9',
        evidence: { exportJobId: 'job-9', listing: 'trusted' },
      },
    });
    expect(replaced).toMatchObject({ exportJobId: 'job-9', group: groupId, calls: 1 });
  });

  it.each<[string, Delivery]>([
    ['it is untrusted, because it is empty', { listing: [] }],
    [
      'it is incomplete',
      { listing: [listed('other'), { kind: 'unreadable', reason: 'no call id' } as ListingEntry] },
    ],
    [
      'OCP could not export the recording',
      { listing: [listed('other'), { kind: 'error', callId, reason: 'busy' } as ListingEntry] },
    ],
    ['its job did not cover the call', { job: { toDate: shifted(asked, -3 * HOUR_MS) } }],
    ['the job was asked for soon after the call', { askedAt: shifted(asked, HOUR_MS) }],
    ['the job was abandoned', { job: { isAbandoned: true } }],
  ])('leaves the next ask as it is if %s', async (_, delivery) => {
    const { before, after, replaced } = await deliver(delivery);
    expect(after).toEqual(before);
    expect(replaced).toBeUndefined();
  });

  it.each<[string, Delivery]>([
    ['it is untrusted', { listing: [] }],
    ['it is incomplete', { listing: [listed('other'), { kind: 'unreadable', reason: 'x' } as ListingEntry] }],
    ['its job was abandoned', { job: { isAbandoned: true } }],
  ])('confirms no hour if %s', async (_, delivery) => {
    expect((await deliver(delivery)).confirmed).toEqual([]);
  });

  it('gives a call that it names all its attempts again', async () => {
    const { after, replaced } = await deliver({ listing: [listed(callId)] });
    expect(after).toMatchObject({ reconciliationAttempts: 0, exportJobId: 'job-9' });
    expect(replaced).toBeUndefined();
  });
});
