import type { CallKey, Location, Timestamp, Transition } from '@recordings/call-record';

export type ObjectFacts = {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly metadata?: Readonly<Record<string, string>>;
};

/** What storing a recording needs from object storage. */
export type IntakeStore = {
  /** Creates the object unless there is one: `exists` then, and nothing changed. */
  create(
    location: Location,
    chunks: readonly Uint8Array[],
    facts: ObjectFacts,
    signal: AbortSignal,
  ): Promise<'created' | 'exists'>;
  /** Opens an upload of unknown length beside the quarantined bytes. */
  stage(key: string, contentType: string, signal: AbortSignal): Promise<StagedUpload>;
  /** Copies a staged object to its final place, unless there is one. */
  promote(
    stagedKey: string,
    location: Location,
    facts: ObjectFacts,
    signal: AbortSignal,
  ): Promise<'created' | 'exists'>;
  discard(stagedKey: string): Promise<void>;
  /** Keeps bytes, and beside them `{key}.json`, which says why. */
  quarantine(key: string, chunks: readonly Uint8Array[], reason: object, signal: AbortSignal): Promise<void>;
  /** Writes only the `{key}.json`, for bytes that are staged already. */
  explainQuarantined(key: string, reason: object, signal: AbortSignal): Promise<void>;
  read(
    location: Location,
    signal: AbortSignal,
  ): Promise<{ readonly body: AsyncIterable<Uint8Array> } | undefined>;
};

export type StagedUpload = {
  write(chunk: Uint8Array): Promise<void>;
  finish(): Promise<unknown>;
  abort(): Promise<void>;
};

export type IntakeDeps = {
  readonly store: IntakeStore;
  readonly calls: { change<R>(key: CallKey, transition: Transition<R>): Promise<R> };
  /** Where a call of a line of business is stored; undefined: no rule names one. */
  readonly locate: (key: CallKey, lineOfBusiness: string | undefined) => Location;
  /** Tells that a recording is stored; resolves once that is durable. */
  readonly publishStored: (stored: StoredNotice) => Promise<void>;
  readonly now: () => Timestamp;
  readonly makeId: () => string;
  readonly shardCount: number;
  /** Name of the service, for the history. */
  readonly by: string;
  readonly limits: IntakeLimits;
};

export type IntakeLimits = {
  /** A larger recording is refused. */
  readonly maxBytes: number;
  /** Up to here a recording is held in memory and put at once; above, it is staged. Bounds the memory of an upload. */
  readonly maxHeldBytes: number;
};

export type StoredNotice = CallKey & {
  readonly location: Location;
  readonly sha256: string;
  readonly source: 'REALTIME' | 'RECONCILIATION';
};
