import { epochMsOf, type RegistryGroup } from '@recordings/call-record';
import { codeOf, faultOf } from '@recordings/fault';
import {
  type DownloadTask,
  OcpCredentialsError,
  type OcpDownload,
  type SettledOutcome,
} from '@recordings/reconciliation';
import { declaredBytes } from './declared-bytes.ts';
import { DownloadTooSlowError } from './errors.ts';
import type { FetchDeps } from './fetch-deps.ts';
import type { StoreOutcome } from './store-outcome.ts';

/** Answers 401 or 403 for one file, after which it is the file that OCP refuses. */
const MAX_REFUSALS = 3;

/**
 * Fetches the recording and stores it, within `downloadTimeoutMs`.
 *
 * @returns the outcome of the call, also after a permanent fault, and after the third 401 or 403 for this file.
 * @throws any other fault.
 */
export const downloadRecording = async (
  deps: FetchDeps,
  task: DownloadTask,
  group: RegistryGroup,
  signal: AbortSignal,
): Promise<SettledOutcome> => {
  try {
    const { result, durationMs } = await storeInTime(deps, task, group, signal);
    const { tenantId, callId, reconciliationId } = task;
    const reason = result.kind === 'quarantined' ? result.reason : '';
    deps.note({
      type: 'recording_downloaded',
      tenantId,
      callId,
      reconciliationId,
      result: result.kind,
      reason,
      durationMs,
    });
    return outcomeOf(result);
  } catch (error) {
    if (faultOf(error) !== 'permanent' && !isFileRefused(task, error)) throw error;
    return failForGood(deps, task, error);
  }
};

/** While OCP refuses the whole group, its files wait. */
const isFileRefused = ({ tries }: DownloadTask, error: unknown): boolean =>
  error instanceof OcpCredentialsError && error.heldMs === undefined && tries + 1 >= MAX_REFUSALS;

const storeInTime = async (
  deps: FetchDeps,
  task: DownloadTask,
  group: RegistryGroup,
  signal: AbortSignal,
): Promise<{ readonly result: StoreOutcome; readonly durationMs: number }> => {
  // The wait for the permit can be long while there is a backlog, so it is no part of the time limit. The time in which an OCP that
  // gives only links is asked for its listing is.
  const ocp = deps.ocpOf(group);
  const held = await ocp.reservePermit('download', signal);
  const startedMs = epochMsOf(deps.now());
  const limit = new AbortController();
  const cancelTimer = deps.startTimer(deps.downloadTimeoutMs, () => limit.abort());
  try {
    const inTime = AbortSignal.any([signal, limit.signal]);
    const { exportJobId, recordingId } = task;
    const download = await ocp.download(exportJobId, recordingId, inTime, held);
    const result = await store(deps, task, group, download, inTime);
    return { result, durationMs: epochMsOf(deps.now()) - startedMs };
  } catch (error) {
    if (signal.aborted || !limit.signal.aborted || faultOf(error) === 'permanent') throw error;
    throw new DownloadTooSlowError(deps.downloadTimeoutMs, { cause: error });
  } finally {
    cancelTimer();
  }
};

const store = (
  { storeRecording }: Pick<FetchDeps, 'storeRecording'>,
  { tenantId, callId, groupId, exportJobId, recordingId, declared }: DownloadTask,
  group: RegistryGroup,
  { body, ownsChunks, ...answer }: OcpDownload,
  signal: AbortSignal,
): Promise<StoreOutcome> =>
  storeRecording(
    {
      key: { tenantId, callId },
      group,
      facts: { groupId, conversationId: declared.conversationId },
      body,
      ownsChunks,
      readDeclared: () => declaredBytes(declared, answer),
      source: 'RECONCILIATION',
      download: { exportJobId, recordingId },
    },
    signal,
  );

/** In a conflict the call is complete with another recording, so it is stored. */
const outcomeOf = (result: StoreOutcome): SettledOutcome =>
  result.kind !== 'quarantined' || result.isCallStored
    ? { outcome: 'stored', code: 'STORED', isAboutTheCall: true }
    : { outcome: 'failed', code: result.reason, message: result.detail, isAboutTheCall: true };

/**
 * A permanent fault says nothing about the call: an export that expired, a request that OCP rejects, a 404 for a
 * recording that OCP has just listed, our own limit on its size. The next export lists it again. A further task whose
 * deadline has passed ends like this too.
 */
export const failForGood = (
  { note }: Pick<FetchDeps, 'note'>,
  { tenantId, callId, reconciliationId }: DownloadTask,
  error: unknown,
): SettledOutcome => {
  const code = codeOf(error);
  note({ type: 'download_failed', tenantId, callId, reconciliationId, err: error, code });
  return { outcome: 'failed', code, message: String(error), isAboutTheCall: false };
};
