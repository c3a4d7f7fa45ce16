import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CallId,
  type CallKey,
  type CallRecord,
  type ChangeContext,
  claimCall,
  claimLocation,
  markStored,
  parseEvent,
  parseRegistry,
  ReconciliationId,
  recordEvent,
  TenantId,
  type Timestamp,
  timestampOf,
} from '@recordings/call-record';
import { type CallOutcome, type DownloadTask, Reconciliation } from '@recordings/reconciliation';
import { sha256Of } from '@recordings/test-kit';
import type { Environment } from './environment.ts';
import { registryFile } from './test-registry.ts';

export const PHONE = '+34911223344';
export const registry = parseRegistry(registryFile);

export const keyOf = (callId: string): CallKey => ({
  tenantId: TenantId.parse('acme'),
  callId: CallId.parse(callId),
});

export const idOf = (id: string): ReconciliationId => ReconciliationId.parse(id);

export const minutesAgo = (minutes: number): Timestamp => timestampOf(Date.now() - minutes * 60_000);

const by = (): ChangeContext => ({
  group: registry.findGroup('Acme_EN'),
  shardCount: 8,
  now: minutesAgo(0),
  by: 'test',
});

export const taskOf = (callId: string, over: Partial<DownloadTask> = {}): DownloadTask => ({
  version: '1.0',
  ...keyOf(callId),
  reconciliationId: idOf('r-1'),
  groupId: registry.groups[0]!.name,
  exportJobId: 'job-1',
  recordingId: `rec-${callId}`,
  tries: 0,
  declared: {},
  ...over,
});

/** Calls of an hour ago that reconciliation `r-1` holds and waits for, and the reconciliation. */
export const holdCalls = async (
  { calls, reconciliations }: Environment,
  callIds: readonly string[],
  over: Partial<Reconciliation> = {},
): Promise<void> => {
  for (const callId of callIds) {
    const key = keyOf(callId);
    const parsed = parseEvent({
      eventType: 'CDR_END',
      callId,
      groupId: 'Acme_EN',
      timestamp: minutesAgo(59),
      durationMs: 60_000,
      channel: 'voice',
      customerId: PHONE,
    });
    if (parsed.kind !== 'event') throw new Error(parsed.reason);
    await calls.change(key, recordEvent(key, parsed.event, by()));
    await calls.change(key, claimCall(idOf('r-1'), undefined, by()));
  }
  const open = { startedAt: minutesAgo(60), endedAt: minutesAgo(59), outcome: 'open' as const };
  const reconciliation = Reconciliation.parse({
    reconciliationId: 'r-1',
    batchId: 'batch',
    tenantId: 'acme',
    groupId: 'Acme_EN',
    fromDate: minutesAgo(60),
    toDate: minutesAgo(50),
    priority: 'normal',
    phase: 'downloading',
    reconciliationStatus: 'IN_PROGRESS',
    exportJobId: 'job-1',
    exportJobStatus: 'COMPLETED',
    exportCompletedAt: minutesAgo(1),
    calls: Object.fromEntries(callIds.map((callId) => [callId, open])),
    leaseUntil: minutesAgo(-60),
    deadline: minutesAgo(-30),
    createdAt: minutesAgo(5),
    lastUpdated: minutesAgo(1),
    expiresAtEpochS: 2_000_000_000,
    revision: 1,
    ...over,
  });
  await reconciliations.put(reconciliation);
};

/** What the reconciliation says of a call. */
export const outcomeOf = async (
  { reconciliations }: Environment,
  callId: string,
): Promise<CallOutcome | undefined> => (await reconciliations.get(idOf('r-1')))?.calls[CallId.parse(callId)];

/** Stores a recording as the push does. */
export const pushRecording = async (
  { calls, clients, prefix }: Environment,
  callId: string,
  bytes: Buffer,
): Promise<CallRecord> => {
  const key = keyOf(callId);
  const location = { bucket: `${prefix}-recordings-sales`, key: `acme/${callId}` };
  await calls.change(
    key,
    claimLocation(key, {}, () => location, by()),
  );
  await clients.s3.send(new PutObjectCommand({ Bucket: location.bucket, Key: location.key, Body: bytes }));
  const audio = {
    codec: 'pcm_s16le',
    channels: 1,
    sampleRateHz: 8_000,
    durationMs: 2_000,
    bytes: bytes.length,
    sha256: sha256Of(bytes),
    flags: [],
  };
  const at = minutesAgo(0);
  const times = { receivedAt: at, processedAt: at, storedAt: at };
  await calls.change(key, markStored(key, { location, audio, source: 'REALTIME', ...times }, by()));
  return (await calls.get(key))!;
};
