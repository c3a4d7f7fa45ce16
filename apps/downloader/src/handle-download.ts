import type { CallKey, CallRecord, Registry, RegistryGroup } from '@recordings/call-record';
import {
  DOWNLOAD_TASK_VERSION,
  DownloadTask,
  type OcpClient,
  readMessage,
  type SettledOutcome,
} from '@recordings/reconciliation';
import { codeOf, type Disposition, DomainError, faultOf } from '@recordings/fault';
import type { ReceivedMessage } from '@recordings/messaging';
import type { IncomingRecording, StoredNotice, StoreResult } from '@recordings/recording-intake';
import type { Logger } from '@recordings/service';
import type { DownloaderMetrics } from './downloader-metrics.ts';
import { DownloadTooSlowError } from './errors.ts';

export type HandleDownloadDeps = {
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  readonly storeRecording: (incoming: IncomingRecording, signal: AbortSignal) => Promise<StoreResult>;
  readonly publishStored: (stored: StoredNotice) => Promise<void>;
  /** Settles the call in its reconciliation and has that looked at if it was the last one. */
  readonly settle: (task: DownloadTask, settled: SettledOutcome) => Promise<void>;
  readonly isClosed: (task: DownloadTask) => Promise<boolean>;
  readonly sendAgain: (task: DownloadTask, delayS: number) => Promise<void>;
  readonly registry: Registry;
  readonly ocpOf: (group: RegistryGroup) => Pick<OcpClient, 'download'>;
  /** Longest time for one recording: a body that drips is never silent, and would hold its place for ever. */
  readonly downloadTimeoutMs: number;
  readonly retryDelaysS: readonly number[];
  readonly metrics: DownloaderMetrics;
  readonly log: Logger;
};

/** A message of a newer version waits this long for a service that knows it. */
const NEWER_VERSION_DELAY_S = 300;

/** Brings one recording from OCP to S3 by the same road as a push. Safe to run twice for the same call. */
export const makeHandleDownload =
  (deps: HandleDownloadDeps) =>
  async ({ body }: ReceivedMessage, signal: AbortSignal): Promise<Disposition> => {
    const read = readMessage(DownloadTask, DOWNLOAD_TASK_VERSION, body);
    if (read.kind === 'newer') return { kind: 'postpone', delayS: NEWER_VERSION_DELAY_S };
    if (read.kind === 'unreadable') return { kind: 'dead-letter', reason: read.reason };
    const task = read.message;
    const group = deps.registry.findGroup(task.groupId);
    if (!group) return { kind: 'dead-letter', reason: `GROUP_UNKNOWN: ${task.groupId}` };

    const settled = await withoutDownload(deps, task);
    if (settled === 'nothing to do') return { kind: 'ack' };
    try {
      await deps.settle(task, settled ?? (await downloadInTime(deps, task, group, signal)));
      return { kind: 'ack' };
    } catch (error) {
      if (signal.aborted) return { kind: 'retry', delayS: 0 };
      return putOff(deps, task, error);
    }
  };

/** What is known before anything is fetched: the push was faster, somebody else holds the call, nobody waits for it. */
const withoutDownload = async (
  deps: HandleDownloadDeps,
  task: DownloadTask,
): Promise<SettledOutcome | 'nothing to do' | undefined> => {
  const call = await deps.getCall(task);
  if (call?.s3Stored) await tellAgain(deps, call);
  if (await deps.isClosed(task)) {
    deps.metrics.ignored.inc({ reason: 'reconciliation closed' });
    return 'nothing to do';
  }
  if (call?.s3Stored) return { outcome: 'stored', code: 'STORED_BEFORE', isAboutTheCall: true };
  if (call?.reconciliationId === task.reconciliationId && call.reconciliationStatus === 'in_progress')
    return undefined;
  deps.metrics.ignored.inc({ reason: 'held elsewhere' });
  const holder = call?.reconciliationId ?? 'none';
  const message = `the call is ${call?.reconciliationStatus ?? 'not to be reconciled'}, its reconciliation is ${holder}`;
  return { outcome: 'failed', code: 'HELD_ELSEWHERE', message, isAboutTheCall: false };
};

/** We may have crashed between the record and its event. A push is sent again by OCP until its event is published. */
const tellAgain = async (deps: HandleDownloadDeps, call: CallRecord): Promise<void> => {
  const { tenantId, callId, location, audio, ingestionSource: source } = call;
  if (source !== 'RECONCILIATION' || !location || !audio) return;
  await deps.publishStored({ tenantId, callId, location, sha256: audio.sha256, source });
};

const downloadInTime = async (
  deps: HandleDownloadDeps,
  task: DownloadTask,
  group: RegistryGroup,
  signal: AbortSignal,
): Promise<SettledOutcome> => {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), deps.downloadTimeoutMs);
  try {
    return await download(deps, task, group, AbortSignal.any([signal, limit.signal]));
  } catch (error) {
    if (signal.aborted || !limit.signal.aborted) throw error;
    throw new DownloadTooSlowError(deps.downloadTimeoutMs, { cause: error });
  } finally {
    clearTimeout(timer);
  }
};

const download = async (
  deps: HandleDownloadDeps,
  task: DownloadTask,
  group: RegistryGroup,
  signal: AbortSignal,
): Promise<SettledOutcome> => {
  const { tenantId, callId, reconciliationId, exportJobId, recordingId } = task;
  try {
    const { body, sizeBytes, sha256 } = await deps.ocpOf(group).download(exportJobId, recordingId, signal);
    const { conversationId } = task.declared;
    const incoming: IncomingRecording = {
      key: { tenantId, callId },
      group,
      facts: { groupId: task.groupId, conversationId },
      body,
      declared: { sizeBytes: task.declared.sizeBytes ?? sizeBytes, sha256: task.declared.sha256 ?? sha256 },
      source: 'RECONCILIATION',
    };
    const result = await deps.storeRecording(incoming, signal);
    const reason = result.kind === 'quarantined' ? result.reason : '';
    deps.metrics.downloads.inc({ result: result.kind, reason });
    deps.log[result.kind === 'quarantined' ? 'warn' : 'info'](
      { event: 'recording_downloaded', tenantId, callId, reconciliationId, result: result.kind, reason },
      'recording downloaded',
    );
    return outcomeOf(result, (await deps.getCall({ tenantId, callId }))?.s3Stored ?? false);
  } catch (error) {
    if (faultOf(error) !== 'permanent') throw error;
    deps.metrics.downloads.inc({ result: 'failed', reason: codeOf(error) });
    deps.log.error(
      { event: 'download_failed', tenantId, callId, reconciliationId, err: error, code: codeOf(error) },
      'a recording cannot be downloaded',
    );
    const isAboutTheCall = aboutTheCall.has(codeOf(error));
    return { outcome: 'failed', code: codeOf(error), message: String(error), isAboutTheCall };
  }
};

/**
 * Permanent answers that are about the recording itself. Any other says nothing of the call: an export that expired, a
 * request that OCP rejects, a 404 for a recording that the same OCP has just listed. The next export holds it again,
 * once whatever is wrong is mended.
 */
const aboutTheCall: ReadonlySet<string> = new Set(['RECORDING_TOO_LARGE']);

const outcomeOf = (result: StoreResult, isCallStored: boolean): SettledOutcome => {
  // In a conflict another recording of the call stands already; the record says whether the call is complete with it.
  if (result.kind !== 'quarantined' || isCallStored) {
    return { outcome: 'stored', code: 'STORED', isAboutTheCall: true };
  }
  return { outcome: 'failed', code: result.reason, message: result.detail, isAboutTheCall: true };
};

/** An outage puts the task off by a new message, so that it uses up no receive; an error nobody knows is left to the redrive. */
const putOff = async (deps: HandleDownloadDeps, task: DownloadTask, error: unknown): Promise<Disposition> => {
  const { tenantId, callId, tries } = task;
  const code = codeOf(error);
  deps.metrics.downloads.inc({ result: 'put off', reason: code });
  deps.log[faultOf(error) === 'retryable' ? 'warn' : 'error'](
    { event: 'download_put_off', tenantId, callId, tries, err: error, code },
    'a download is put off',
  );
  if (!(error instanceof DomainError)) return { kind: 'retry' };
  const delayS = deps.retryDelaysS[Math.min(tries, deps.retryDelaysS.length - 1)]!;
  await deps.sendAgain({ ...task, tries: tries + 1 }, delayS);
  return { kind: 'ack' };
};
