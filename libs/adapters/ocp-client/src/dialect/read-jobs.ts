import { callTimeOf, type ExportApi, type Timestamp } from '@recordings/call-record';
import type { JobStatus, OcpJob } from '@recordings/reconciliation';
import { jobStatusName } from '../job-status-name.ts';
import { readableProse } from '../ocp-prose.ts';
import { missing } from './missing.ts';
import { readCount, readField, readKeptId, readProse } from './read-field.ts';
import { readMetadata } from './read-metadata.ts';
import { readRows } from './read-rows.ts';

export type JobStatusAnswer = JobStatus & {
  /** OCP's link to the result of a finished job. */
  readonly resultLink?: string;
};

type Api<O extends keyof ExportApi> = Pick<ExportApi, 'statusWords'> & { readonly [K in O]: ExportApi[K] };

export const readCreated = (
  { exportJobId: field, readyAt: readyField }: ExportApi['createJob'],
  answer: unknown,
): { readonly exportJobId: string; readonly readyAt?: Timestamp } => {
  const exportJobId = readKeptId(field, answer);
  if (exportJobId === undefined)
    throw missing('createJob', 'an id of at most 512 characters without control characters', field.at);
  const readyAt = callTimeOf(Date.parse(readField('instant', readyField, answer) ?? ''));
  return { exportJobId, ...(readyAt !== undefined && { readyAt }) };
};

export const readStatus = (
  { statusWords, jobStatus: fields }: Api<'jobStatus'>,
  answer: unknown,
): JobStatusAnswer => {
  const word = readField('word', fields.status, answer);
  if (word === undefined) throw missing('jobStatus', 'a status', fields.status.at);
  const errorMessage = readProse(fields.errorMessage, answer);
  const progress = readField('percent', fields.progress, answer);
  const remainingS = readField('duration', fields.remaining, answer);
  const ocpMetadata = readMetadata(fields.metadata, answer);
  const resultLink = readField('text', fields.resultLink, answer);
  const sizeBytes = readCount(fields.fileSize, answer);
  const endedAt = callTimeOf(Date.parse(readField('instant', fields.completedAt, answer) ?? ''));
  return {
    ...namedStatus(statusWords, word),
    ...(errorMessage !== undefined && { errorMessage }),
    ...(progress !== undefined && { progress }),
    ...(remainingS !== undefined && { remainingMs: remainingS * 1_000 }),
    ...(ocpMetadata && { ocpMetadata }),
    ...(resultLink !== undefined && { resultLink }),
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(endedAt !== undefined && { endedAt }),
  };
};

/** A row that cannot be read does not hide the others. */
export const readJobs = ({ statusWords, listJobs: fields }: Api<'listJobs'>, answer: unknown): OcpJob[] =>
  readRows('listJobs', 'a list of jobs', fields.rows, answer).flatMap((row) => {
    const exportJobId = readKeptId(fields.exportJobId, row);
    if (exportJobId === undefined) return [];
    const fromDate = readField('instant', fields.fromDate, row);
    const toDate = readField('instant', fields.toDate, row);
    const createdAt = readField('instant', fields.createdAt, row);
    return [
      {
        exportJobId,
        ...namedStatus(statusWords, readField('word', fields.status, row) ?? ''),
        ...(fromDate !== undefined && { fromDate }),
        ...(toDate !== undefined && { toDate }),
        ...(createdAt !== undefined && { createdAt }),
      },
    ];
  });

const namedStatus = (words: ExportApi['statusWords'], raw: string): Pick<JobStatus, 'status' | 'raw'> => ({
  status: jobStatusName(words, raw),
  raw: readableProse(raw) ?? '',
});
