import type { RecordedCall } from '../../plan/planned-call.ts';
import { recordingFileName } from '../../plan/recording-file-name.ts';
import { type ExportJob, type ExportJobStatus, finishedAt, statusAt } from '../export-job.ts';
import { isNumber } from '../number-id.ts';
import { jsonNumber, largeNumberOf } from './large-number.ts';

const WORDS: Readonly<Record<ExportJobStatus, string>> = {
  CREATED: 'PREPARING',
  IN_PROGRESS: 'WRITING',
  COMPLETED: 'AVAILABLE',
  FAILED: 'BROKEN',
  EXPIRED: 'PURGED',
};

/** Times are epoch seconds. */
export const summarizeExport = (job: ExportJob, now: number): object => ({
  number: jsonNumber(job.exportJobId),
  state: WORDS[statusAt(job, now)],
  range: { from: job.asked.from / 1_000, to: job.asked.to / 1_000 },
  made: Math.floor(job.createdAt / 1_000),
});

export const describeExport = (job: ExportJob, now: number): object => {
  const { result, createdAt, durationMs } = job;
  const leftMs = finishedAt(job) - now;
  return {
    ...summarizeExport(job, now),
    ...(leftMs > 0 && {
      share: Math.floor((100 * (now - createdAt)) / durationMs) / 100,
      left: clock(leftMs),
    }),
    ...(leftMs <= 0 && result.kind === 'failed' && { problem: result.errorMessage }),
  };
};

/** Hours, minutes and seconds. */
const clock = (ms: number): string => {
  const seconds = Math.ceil(ms / 1_000);
  const pad = (part: number): string => String(part).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
};

/** The number that names a recording in the requests for it. */
export const numberOf = ({ recording: { recordingId } }: RecordedCall): string =>
  isNumber(recordingId) ? recordingId : largeNumberOf(recordingId);

export const describeItem = (call: RecordedCall): object => {
  const { file } = call.recording;
  return {
    number: jsonNumber(numberOf(call)),
    kind: 'recording',
    call: { dialog: call.callId, begin: call.startedAt, queue: call.app, agent: call.agentId },
    file: { name: recordingFileName(call), bytes: String(file.sizeBytes), sum: base64Of(file.sha256) },
    lengthMs: file.durationMs,
    media: { channels: String(file.channels), rate: String(file.sampleRateHz), type: file.container },
  };
};

export const base64Of = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
