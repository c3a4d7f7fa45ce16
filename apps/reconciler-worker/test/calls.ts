import {
  CallId,
  type CallKey,
  type CallRecord,
  type ChangeContext,
  GroupId,
  markStored,
  parseEvent,
  parseRegistry,
  ReconciliationId,
  recordEvent,
  TenantId,
  type Timestamp,
  timestampOf,
} from '@recordings/call-record';
import {
  type DownloadTask,
  EXPORT_CHECK_VERSION,
  RECONCILIATION_REQUEST_VERSION,
  type Reconciliation,
  ReconciliationRequest,
} from '@recordings/reconciliation';
import { waitUntil } from '@recordings/test-kit';
import { queues } from '@recordings/topology';
import type { Environment } from './environment.ts';
import { registryFile } from './test-registry.ts';

/** A worker takes over the POST of a dead one after 13 s, and machines can be slow. */
const PATIENCE_S = 150;
/** For a test that waits for several things. */
export const PATIENCE_MS = 2 * PATIENCE_S * 1_000;

export const PHONE = '+34911223344';
const registry = parseRegistry(registryFile);

export const keyOf = (callId: string, tenantId = 'acme'): CallKey => ({
  tenantId: TenantId.parse(tenantId),
  callId: CallId.parse(callId),
});

export const idOf = (id: string): ReconciliationId => ReconciliationId.parse(id);

const minutesAgo = (minutes: number): Timestamp => timestampOf(Date.now() - minutes * 60_000);

const byTest = (groupId: string, tenantId: string): ChangeContext => ({
  group: registry.findGroup(groupId, tenantId),
  shardCount: 8,
  now: minutesAgo(0),
  by: 'test',
});

/** Each window of this group has a job of its own, so Step Functions can drive it. */
export const GROUP = { groupId: 'Bolt_EN', tenant: 'bolt' } as const;

type Window = {
  readonly id?: string;
  readonly groupId?: 'Acme_EN' | 'Bolt_EN' | 'Shared';
  /** Needed for a group that tenants share. */
  readonly tenant?: 'acme' | 'bolt';
  /** Days before the usual time. */
  readonly daysAgo?: number;
  readonly priority?: 'high' | 'normal' | 'low';
  readonly audioFormat?: 'wav' | 'mp3' | undefined;
};

/** Calls of three hours ago without a recording, and the window that asks for them. */
export const missWindow = async (
  { calls }: Environment,
  callIds: readonly string[],
  { id = 'r-1', groupId = 'Acme_EN', tenant, priority = 'normal', daysAgo = 0, audioFormat }: Window = {},
): Promise<ReconciliationRequest> => {
  const tenantId = registry.findGroup(groupId, tenant)!.tenant;
  const before = (minutes: number): Timestamp => minutesAgo(minutes + daysAgo * 1_440);
  for (const callId of callIds) {
    const parsed = parseEvent({
      eventType: 'CDR_END',
      callId,
      groupId,
      timestamp: before(179),
      durationMs: 60_000,
      channel: 'voice',
      customerId: PHONE,
    });
    if (parsed.kind !== 'event') throw new Error(parsed.reason);
    const key = keyOf(callId, tenantId);
    await calls.change(key, recordEvent(key, parsed.event, byTest(groupId, tenantId)));
  }
  return ReconciliationRequest.parse({
    eventType: 'RECONCILIATION_REQUEST',
    eventId: `event of ${id}`,
    timestamp: minutesAgo(0),
    source: 'test',
    version: RECONCILIATION_REQUEST_VERSION,
    payload: {
      reconciliationId: id,
      batchId: 'batch',
      tenantId,
      groupId,
      windowIndex: 1,
      totalWindows: 1,
      fromDate: before(181),
      toDate: before(170),
      calls: callIds.map((callId) => ({ callId })),
      callCount: callIds.length,
      priority,
      maxRetries: 3,
      metadata: { audioFormat },
    },
  });
};

export const listedOf = (callId: string) => ({ callId, recordingId: `rec-${callId}`, sizeBytes: 32_044 });

export const reconciliationOf = ({ reconciliations }: Environment, id = 'r-1') =>
  reconciliations.get(idOf(id));

/** Waits until a reconciliation has been closed. */
export const closed = async (environment: Environment, id = 'r-1'): Promise<Reconciliation> => {
  await waitUntil(
    `${id} is closed`,
    async () => (await reconciliationOf(environment, id))?.phase === 'closed',
    PATIENCE_S,
  );
  return (await reconciliationOf(environment, id))!;
};

/** Waits for download tasks of this many different calls. */
export const tasksFor = async (environment: Environment, count: number): Promise<DownloadTask[]> => {
  const tasks: DownloadTask[] = [];
  await waitUntil(
    `${count} calls are to be downloaded`,
    async () => {
      tasks.push(...(await environment.takeTasks()));
      return new Set(tasks.map(({ callId }) => callId)).size >= count;
    },
    PATIENCE_S,
  );
  return tasks;
};

/** Marks a call as stored, without an object. */
export const storeCall = async (
  { calls, prefix }: Environment,
  key: CallKey,
  groupId = 'Acme_EN',
): Promise<void> => {
  const { tenantId, callId } = key;
  const at = minutesAgo(0);
  const audio = {
    codec: 'pcm_s16le',
    channels: 1,
    sampleRateHz: 8_000,
    durationMs: 60_000,
    bytes: 32_044,
    sha256: 'a'.repeat(64),
    flags: [],
  };
  const location = { bucket: `${prefix}-recordings-sales`, key: `${tenantId}/${callId}` };
  const times = { receivedAt: at, processedAt: at, storedAt: at };
  const stored = { location, audio, source: 'RECONCILIATION', ...times } as const;
  await calls.change(key, markStored(key, stored, byTest(groupId, tenantId)));
};

/** Does what the downloader does for a task, without the bytes. */
export const storeTask = async (
  environment: Environment,
  { tenantId, groupId, callId, reconciliationId }: DownloadTask,
): Promise<void> => {
  const { reconciliations, send } = environment;
  await storeCall(environment, { tenantId, callId }, groupId);
  await reconciliations.settleCall(reconciliationId, callId, { outcome: 'stored' });
  await send(queues.exportChecks.name, { version: EXPORT_CHECK_VERSION, kind: 'close', reconciliationId });
};

/** Stores the recording of every task and waits until the reconciliation is closed. */
export const storeAll = async (
  environment: Environment,
  count: number,
  id = 'r-1',
): Promise<Reconciliation> => {
  for (const task of await tasksFor(environment, count)) await storeTask(environment, task);
  return closed(environment, id);
};

export const callOf = async (
  { calls }: Environment,
  callId: string,
  tenantId?: string,
): Promise<CallRecord> => (await calls.get(keyOf(callId, tenantId)))!;

/** A call that is pending again and has used no attempt. */
export const untouched = (code: string) => ({
  reconciliationStatus: 'pending',
  reconciliationAttempts: 0,
  s3Stored: false,
  outcome: { code, retryable: true },
});

/** Waits until no window of a group waits and no slot of it holds a job. */
export const idle = ({ exportGroups, ocp }: Environment, groupId = 'Acme_EN'): Promise<void> =>
  waitUntil(`${groupId} is idle`, async () => {
    const slotKey = { ocpHost: new URL(ocp.url).host, groupId: GroupId.parse(groupId) };
    const { slots, windows } = await exportGroups.read(slotKey);
    return windows.length === 0 && slots.every(({ job }) => job === undefined);
  });
