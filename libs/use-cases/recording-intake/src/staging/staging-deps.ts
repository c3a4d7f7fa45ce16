import type { CallKey, CallRecord, Registry, TenantId, Timestamp } from '@recordings/call-record';
import type { IntakeDeps } from '../intake-deps.ts';
import type { StagingEvent } from './staging-event.ts';

/** An object of the quarantine bucket. Recordings are staged there too. */
export type StagedEntry = {
  readonly key: string;
  /** Of an object of several parts S3 gives the time at which its upload was opened. */
  readonly stagedAt: Timestamp;
};

/** What finishing staged recordings needs from outside. */
export type StagingDeps = {
  readonly intake: IntakeDeps;
  readonly registry: Pick<Registry, 'findGroup'>;
  /** A strong read. */
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  /** The tenant that a call has moved to; undefined if it has not moved. */
  readonly findMovedTo: (key: CallKey) => Promise<TenantId | undefined>;
  /**
   * Every object of the quarantine bucket under the prefix, in the order of the keys, in pages. An upload that is not
   * complete is no object.
   *
   * @param startAfter only the keys after this one.
   */
  readonly listQuarantine: (
    prefix: string,
    signal: AbortSignal,
    startAfter?: string,
  ) => AsyncIterable<readonly StagedEntry[]>;
  /** Opens an object of the quarantine bucket. @returns undefined if the object is gone. */
  readonly readQuarantine: (
    key: string,
    signal: AbortSignal,
  ) => Promise<
    | {
        readonly body: AsyncIterable<Uint8Array>;
        readonly metadata: Readonly<Record<string, string>>;
      }
    | undefined
  >;
  /** Takes or renews the claim that lets one instance do this. @returns whether this instance holds it now. */
  readonly claim: () => Promise<boolean>;
  /** A younger object may belong to an upload that is under way. */
  readonly minAgeMs: number;
  /** Reports what happened. It must not throw. */
  readonly note: (event: StagingEvent) => void;
};
