import type { OcpMetadata, Timestamp } from '@recordings/call-record';
import type { OcpPermit } from '../permits/ocp-permit.ts';
import type { Lane } from '../permits/permit-desk.ts';
import type { CdrExport } from './cdr-export.ts';

/** `busy`: another job uses the group's export slot, ours or one of OCP's console. This is normal, not an error. */
export type CreateJobResult =
  /** `readyAt`: when OCP expects the job to end. */
  | { readonly kind: 'created'; readonly exportJobId: string; readonly readyAt?: Timestamp }
  | { readonly kind: 'busy'; readonly runningJobId?: string };

/** `ABSENT`: OCP does not know the job (404). `UNKNOWN`: OCP's word is not one that we know. */
export type JobStatusName =
  | 'CREATED'
  | 'IN_PROGRESS'
  | 'COMPLETED'
  | 'FAILED'
  | 'EXPIRED'
  | 'ABSENT'
  | 'UNKNOWN';

export type JobStatus = {
  readonly status: JobStatusName;
  /** OCP's own word, or the HTTP status if there is none. */
  readonly raw: string;
  readonly errorMessage?: string;
  /** Percent. */
  readonly progress?: number;
  /** How long OCP expects the job to run on. */
  readonly remainingMs?: number;
  /** What OCP says of the recordings of the job as a whole. */
  readonly ocpMetadata?: OcpMetadata;
  /** Of the result of a finished job. */
  readonly sizeBytes?: number;
  /** When OCP finished the job. */
  readonly endedAt?: Timestamp;
};

/** Times are ISO 8601 in UTC with milliseconds, absent where OCP's are missing or unreadable. */
export type OcpJob = {
  readonly exportJobId: string;
  readonly status: JobStatusName;
  readonly raw: string;
  readonly fromDate?: string;
  readonly toDate?: string;
  readonly createdAt?: string;
};

/** One recording in a finished job. A field that OCP left out, or gave in an unknown form, is absent. */
export type OcpRecording = {
  readonly callId: string;
  /** What `download` takes. The call id if OCP gives no recording id. */
  readonly recordingId: string;
  readonly conversationId?: string;
  readonly fileName?: string;
  readonly durationMs?: number;
  readonly sizeBytes?: number;
  /** Lower-case hex. */
  readonly sha256?: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly startedAt?: string;
  readonly ocpMetadata?: OcpMetadata;
};

/** One entry of the listing of a finished job. */
export type ListingEntry =
  | { readonly kind: 'recording'; readonly recording: OcpRecording }
  /** A row that cannot be read. It is left out. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** OCP says that it has no recording of the call in this range. */
  | { readonly kind: 'not-found'; readonly callId: string }
  /** OCP could not export the recording of the call now. */
  | { readonly kind: 'error'; readonly callId: string; readonly reason: string }
  /** OCP's answer is long and is still being read. */
  | { readonly kind: 'reading' }
  /** The listing ends here, although OCP may have more: a limit of ours, or an unreadable page marker. */
  | { readonly kind: 'cut-off'; readonly reason: string };

export type CreateJobRequest = {
  readonly group: string;
  /** ISO 8601; the job covers `[fromDate, toDate)`. */
  readonly fromDate: string;
  readonly toDate: string;
  readonly format: string;
  /** Asks for the CDRs of the range too, if the export profile can. */
  readonly withCdrs?: boolean;
};

export type OcpDownload = {
  /** Of the bytes as OCP sends them. */
  readonly sizeBytes?: number;
  /** Lower-case hex, as OCP declares it. The reader of the body compares. */
  readonly sha256?: string;
  /** After the last byte of `body`: what OCP sent, if it was compressed. `sizeBytes` and `sha256` may be of either. */
  readonly readEncoded?: () => { readonly sizeBytes: number; readonly sha256: string } | undefined;
  /** Decoded. Read it to its end, or leave it by `break`, which closes the connection. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The reader of `body` may free the memory of its large chunks. Small ones may belong to a parser or a decoder. */
  readonly ownsChunks?: boolean;
};

/** Every operation throws the errors of `errors.ts`, or the signal's reason at once when it aborts. */
export type OcpClient = CdrExport & {
  /** Waits for the permit of a request before something that must not run out starts to run. */
  reservePermit(lane: Lane, signal: AbortSignal): Promise<OcpPermit>;
  /** Gives a reserved permit back, because no request is sent with it. */
  giveBackPermit(permit: OcpPermit): void;
  /**
   * Sent once, never repeated. After any error the job may exist, so look for it with `listJobs`.
   *
   * @param held a permit that was reserved; if it is too old, the request waits for another.
   */
  createJob(request: CreateJobRequest, signal: AbortSignal, held?: OcpPermit): Promise<CreateJobResult>;
  /** @param held as for `createJob`. */
  listJobs(group: string, signal: AbortSignal, held?: OcpPermit): Promise<OcpJob[]>;
  /** A job that OCP does not know (404) is `ABSENT`, a job that it has deleted (410) is `EXPIRED`. */
  jobStatus(exportJobId: string, signal: AbortSignal): Promise<JobStatus>;
  /** The entries of all pages, each page requested when it is needed. */
  jobRecordings(exportJobId: string, signal: AbortSignal): AsyncIterable<ListingEntry>;
  /**
   * @param held as for `createJob`.
   * @throws {OcpTruncatedError} from the body, when it ends before its declared length.
   */
  download(
    exportJobId: string,
    recordingId: string,
    signal: AbortSignal,
    held?: OcpPermit,
  ): Promise<OcpDownload>;
};
