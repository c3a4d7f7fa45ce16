import { OcpMetadata, Timestamp } from '@recordings/call-record';
import { z } from 'zod';

/** What the state machine writes to the item of the window after a report of its job. */
const Progress = {
  /** The time of the worker, corrected by the clock of AWS. */
  at: Timestamp,
  /** The calls of the window are held until then. */
  leaseUntil: Timestamp,
};

/** Answer to `create-export-job`. */
export const ExportJobOutput = z.object({
  exportJobId: z.string(),
  status: z.literal('CREATED'),
  /** When OCP expects the job to end, if it says so. */
  estimatedCompletionTime: Timestamp.optional(),
  ...Progress,
});
export type ExportJobOutput = z.infer<typeof ExportJobOutput>;

/** `UNKNOWN`: a word that we do not know. The job counts as running. */
export const CheckedStatus = z.enum(['CREATED', 'IN_PROGRESS', 'UNKNOWN', 'COMPLETED', 'FAILED']);
export type CheckedStatus = z.infer<typeof CheckedStatus>;

/** Answer to `check-export-status`. It has no download URL: those expire, and a downloader asks for its own. */
export const StatusOutput = z.object({
  status: CheckedStatus,
  /** OCP's own word. */
  word: z.string().optional(),
  /** Bytes of the result of a finished job. */
  fileSize: z.number().int().optional(),
  completedAt: Timestamp.optional(),
  /** Of a failed job. */
  errorMessage: z.string().optional(),
  ...Progress,
});
export type StatusOutput = z.infer<typeof StatusOutput>;

/** Answer to `get-export-metadata`: duration, channels, sampleRate, format, agentId, queueName, as far as OCP says them. */
export const MetadataOutput = z.object({ metadata: OcpMetadata });
export type MetadataOutput = z.infer<typeof MetadataOutput>;

/** Answer to `notify-download-service`: calls of the window by their result. */
export const DownloadOutput = z.object({
  status: z.literal('SUCCESS'),
  stored: z.number().int(),
  notFound: z.number().int(),
  failed: z.number().int(),
});
export type DownloadOutput = z.infer<typeof DownloadOutput>;
