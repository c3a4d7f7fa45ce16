import type { Timestamp } from '@recordings/call-record';
import type { ListingEntry, OcpJob } from '@recordings/reconciliation';
import type { JobStatusAnswer } from './read-jobs.ts';
import type { SentRequest } from './send-values.ts';

export type OcpOperation =
  | 'createJob'
  | 'listJobs'
  | 'jobStatus'
  | 'jobRecordings'
  | 'recordingFile'
  | 'cdrFile';

/** What an operation can put into its request. Absent: there is none, as of the token of a first page. */
export type OperationValues = Readonly<Record<string, string | undefined>>;

/** How far a listing has been read. */
export type PagePosition = {
  /** Rows and pages before this page. */
  readonly rowsBefore: number;
  readonly pagesBefore: number;
  /** What the page before said of the number of all rows or pages. */
  readonly total?: number;
};

/** What is requested next: the values of its request, or OCP's link. */
export type PageRequest = { readonly values: OperationValues; readonly link?: string };

export type NextPage =
  /** `name` tells it from other pages. */
  | { readonly kind: 'page'; readonly name: string; readonly request: PageRequest }
  | { readonly kind: 'last' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** `link`: where OCP says that the file of a recording is. */
export type PageEntry = ListingEntry & { readonly link?: string };

/** A CDR as OCP gave it, or the text of what is not JSON. */
type InlineCdr = { readonly kind: 'cdr'; readonly cdr: unknown };
/** A file of the job that has CDRs. */
export type CdrFileRow = { readonly kind: 'file'; readonly fileId?: string; readonly link?: string };
export type PageCdr = InlineCdr | CdrFileRow;

export type ListingPage = {
  readonly entries: readonly PageEntry[];
  readonly cdrs: readonly PageCdr[];
  /** The rows as OCP sent them, of recordings and CDRs, the unreadable ones too. */
  readonly rows: readonly unknown[];
  readonly next: NextPage;
  readonly total?: number;
};

/**
 * How one kind of OCP is spoken to. A function throws `OcpContractError` for an answer that does not have what it must.
 * Whether a listing is complete is judged by the caller, the same for all.
 */
export type Dialect = {
  requestOf(operation: OcpOperation, values: OperationValues): SentRequest;
  readCreated(answer: unknown): { readonly exportJobId: string; readonly readyAt?: Timestamp };
  readBusy(answer: unknown): { readonly runningJobId?: string };
  readStatus(answer: unknown): JobStatusAnswer;
  readJobs(answer: unknown): OcpJob[];
  readonly firstPage: Extract<NextPage, { kind: 'page' }>;
  readPage(answer: unknown, position: PagePosition): ListingPage;
};
