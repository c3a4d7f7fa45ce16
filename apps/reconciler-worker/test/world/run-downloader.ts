import { type CallRecord, markStored, recordingKey, type StoredRecording } from '@recordings/call-record';
import {
  DownloadTask,
  EXPORT_CHECK_VERSION,
  OcpUnavailableError,
  type SettledOutcome,
} from '@recordings/reconciliation';
import { codeOf, DomainError, faultOf } from '@recordings/fault';
import type { Life, Process } from './machine.ts';
import { registry, SHARDS } from './policies.ts';
import type { Surroundings } from './run-worker.ts';
import { SECOND_MS } from './timeline.ts';
import type { Consumer } from './virtual-queues.ts';
import { storesOf } from './virtual-stores.ts';

const RETRY_S = [1, 5, 30, 120, 600];

/** Whether the bytes that OCP sends of a call are good. */
export type AreBytesGood = (callId: string) => boolean;

/** Does to the tables and queues what the downloader does for one task. */
export const runDownloader = (
  surroundings: Surroundings,
  process: Process,
  areBytesGood: AreBytesGood,
): Consumer => ({
  process,
  handle: async (life, { body }) => {
    const task = DownloadTask.parse(JSON.parse(body));
    try {
      const settled = await settlementOf(surroundings, life, task, areBytesGood);
      if (settled) await settle(surroundings, life, task, settled);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const delayS = RETRY_S[Math.min(task.tries, RETRY_S.length - 1)]!;
      const again = { ...task, tries: task.tries + 1 };
      await surroundings.queues.send(life, 'downloads', again, delayS * SECOND_MS);
    }
    return { kind: 'ack' };
  },
});

const settlementOf = async (
  surroundings: Surroundings,
  life: Life,
  task: DownloadTask,
  areBytesGood: AreBytesGood,
): Promise<SettledOutcome | undefined> => {
  const stores = storesOf(surroundings.tables, life);
  if ((await stores.reconciliations.get(task.reconciliationId))?.phase === 'closed') return undefined;
  const call = await stores.calls.get(task);
  if (call?.s3Stored) return { outcome: 'stored', code: 'STORED_BEFORE', isAboutTheCall: true };
  if (!isHeldBy(task, call)) return { outcome: 'failed', code: 'HELD_ELSEWHERE', isAboutTheCall: false };
  try {
    await surroundings.machine.step(life, () => surroundings.ocp.results(task.exportJobId), {
      makeError: () => new OcpUnavailableError('OCP: 503'),
    });
  } catch (error) {
    if (faultOf(error) !== 'permanent') throw error;
    return { outcome: 'failed', code: codeOf(error), message: String(error), isAboutTheCall: false };
  }
  if (!areBytesGood(task.callId)) return { outcome: 'failed', code: 'NOT_AUDIO', isAboutTheCall: true };
  const now = surroundings.timeline.now();
  const context = { group: registry.findGroup(task.groupId), shardCount: SHARDS, now, by: 'downloader' };
  await stores.calls.change(task, markStored(task, storedBy('RECONCILIATION', task, now), context));
  return { outcome: 'stored', code: 'STORED', isAboutTheCall: true };
};

const isHeldBy = (task: DownloadTask, call: CallRecord | undefined): boolean =>
  call?.reconciliationId === task.reconciliationId && call.reconciliationStatus === 'in_progress';

export const storedBy = (
  source: StoredRecording['source'],
  key: Pick<DownloadTask, 'tenantId' | 'callId'>,
  now: StoredRecording['storedAt'],
): StoredRecording => ({
  location: { bucket: 'recordings-cards', key: recordingKey(key) },
  audio: {
    codec: 'pcm_s16le',
    channels: 1,
    sampleRateHz: 8_000,
    durationMs: 1_000,
    bytes: 16_044,
    sha256: source,
    flags: [],
  },
  source,
  receivedAt: now,
  processedAt: now,
  storedAt: now,
});

const settle = async (
  { tables, queues }: Surroundings,
  life: Life,
  { reconciliationId, callId }: DownloadTask,
  settled: SettledOutcome,
): Promise<void> => {
  const { reconciliations } = storesOf(tables, life);
  await reconciliations.settleCall(reconciliationId, callId, settled);
  const reconciliation = await reconciliations.get(reconciliationId);
  if (reconciliation?.phase !== 'downloading') return;
  if (Object.values(reconciliation.calls).some(({ outcome }) => outcome === 'open')) return;
  await queues.send(life, 'checks', { version: EXPORT_CHECK_VERSION, kind: 'close', reconciliationId });
};
