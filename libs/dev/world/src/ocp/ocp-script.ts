import type { RefusableRequest } from '@recordings/reconciliation';

/**
 * How a job goes on after it is created.
 *
 * - `vanish`: OCP forgets the job. `expire`: OCP deletes its results soon after it ends.
 * - `hang`: OCP reports it as running for ever. `mute`: OCP rejects every question about it. Both free the slot when
 *   the life of a job ends.
 */
export type JobScript = {
  readonly kind: 'finish' | 'fail' | 'vanish' | 'expire' | 'hang' | 'mute';
  readonly runsMinutes: number;
  readonly listing?: ListingScript;
  /** OCP reports a word that we do not know: while the job runs, or for ever. */
  readonly oddStatus?: 'running' | 'always';
};

/**
 * What a listing lacks. `half`: every second recording, without a sign. `poison-row`: its first row cannot be read.
 * `twice`: its first recording is listed with another one, which is not audio.
 */
export type ListingScript = 'whole' | 'empty' | 'half' | 'cut-off' | 'poison-row' | 'twice';

/** How OCP answers a request to create a job. `lost`: the job is created and the answer is an error. */
export type CreateAnswer = 'made' | 'lost' | 'throttled' | 'unavailable' | 'rejected';

export type OcpCall = {
  readonly callId: string;
  readonly groupId: string;
  readonly startMs: number;
  readonly endMs: number;
  /** From when OCP no longer has its recording. */
  readonly deletedMs: number;
  /** From when OCP has its recording; Infinity: never. */
  readonly recordedMs: number;
  /** The first jobs whose range includes the call fail, this many. */
  readonly failingJobs: number;
  /** The first downloads of its recording are not audio, this many. */
  readonly badDownloads: number;
  readonly recording: Uint8Array;
  /** Its CDR events, as OCP pushes them. Absent: OCP exports none. */
  readonly cdrs?: readonly object[];
};

/** A job that a person runs in OCP's console. It holds the slot of its group. */
export type ConsoleJob = { readonly groupId: string; readonly fromMs: number; readonly toMs: number };

/** OCP answers 401 to a tenant for these requests of its clients; absent: to all. */
export type RefusedTime = {
  readonly tenant: string;
  readonly groupId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly request?: RefusableRequest;
};

export type OcpScript = {
  readonly calls: readonly OcpCall[];
  readonly selectsBy: 'start' | 'end';
  /** Used in this order. After the last one, every job finishes within a minute. */
  readonly jobs: readonly JobScript[];
  /** What every job after those does instead. */
  readonly laterJobs?: JobScript;
  /** Used in this order. After the last one, every job is created. */
  readonly creates: readonly CreateAnswer[];
  readonly consoleJobs: readonly ConsoleJob[];
  readonly refusedTimes: readonly RefusedTime[];
  readonly listsStarts: boolean;
  /** Whether OCP says when a new job will end, and whether that is right. */
  readonly estimates?: 'right' | 'optimistic';
  /** Entries on a page of a listing. */
  readonly pageSize: number;
  /** Whether OCP itself refuses a second job of a group that allows one. If not, only our system can prevent it. */
  readonly enforcesSlot: boolean;
};
