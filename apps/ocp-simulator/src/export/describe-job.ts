import { metadataOf } from './describe-recording.ts';
import { type ExportJob, finishedAt, statusAt } from './export-job.ts';
import { jsonId } from './number-id.ts';

/** A job in the list of its group. */
export const summarizeJob = (job: ExportJob, now: number): object => ({
  exportJobId: jsonId(job.exportJobId),
  status: statusAt(job, now),
  fromDate: iso(job.asked.from),
  toDate: iso(job.asked.to),
  createdAt: iso(job.createdAt),
});

/** A job's metadata; the fields depend on its status. `resultUrl` has its recordings. */
export const describeJob = (job: ExportJob, now: number, resultUrl: string): object => {
  const status = statusAt(job, now);
  const common = { exportJobId: jsonId(job.exportJobId), status };
  switch (status) {
    case 'CREATED':
    case 'IN_PROGRESS':
      return { ...common, ...progressOf(job, now) };
    case 'COMPLETED':
      return {
        ...common,
        progress: 100,
        fileSize: sizeOf(job),
        completedAt: iso(finishedAt(job)),
        downloadUrl: resultUrl,
        ...metadataOfOnly(job),
      };
    case 'FAILED':
      return { ...common, errorMessage: errorOf(job), completedAt: iso(finishedAt(job)) };
    case 'EXPIRED':
      return { ...common, completedAt: iso(finishedAt(job)) };
    default:
      return status satisfies never;
  }
};

const progressOf = (job: ExportJob, now: number): object => ({
  progress: Math.floor((100 * (now - job.createdAt)) / job.durationMs),
  estimatedSecondsRemaining: Math.ceil((finishedAt(job) - now) / 1_000),
});

/** The metadata of a job that has one recording. That of several would be of none of them. */
const metadataOfOnly = ({ result }: ExportJob): object => {
  const [only, ...more] = result.kind === 'failed' ? [] : result.recordings;
  return only && more.length === 0 ? { metadata: metadataOf(only) } : {};
};

const sizeOf = ({ result }: ExportJob): number =>
  result.kind === 'failed'
    ? 0
    : result.recordings.reduce((bytes, { recording }) => bytes + recording.file.sizeBytes, 0);

const errorOf = ({ result }: ExportJob): string | undefined =>
  result.kind === 'failed' ? result.errorMessage : undefined;

const iso = (time: number): string => new Date(time).toISOString();
