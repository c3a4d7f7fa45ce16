import type { CallKey, CallRecord, Location, Timestamp, Transition } from '@recordings/call-record';

export type ObjectFacts = {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** `create` calls it if no connection reads the chunks any more: S3 confirmed the bytes of its only request. */
  readonly onSent?: () => void;
};

/** What storing a recording needs from object storage. */
export type IntakeStore = {
  /** Creates the object. If one exists, it stays as it is and the answer is `exists`. */
  create(
    location: Location,
    chunks: readonly Uint8Array[],
    facts: ObjectFacts,
    signal: AbortSignal,
  ): Promise<'created' | 'exists'>;
  /** Opens an upload of unknown length, in the bucket of the quarantined bytes. */
  stage(key: string, object: StagedObject, signal: AbortSignal): Promise<StagedUpload>;
  /** Copies a staged object to its final location. If an object exists there, it stays and the answer is `exists`. */
  promote(
    stagedKey: string,
    location: Location,
    facts: ObjectFacts,
    signal: AbortSignal,
  ): Promise<'created' | 'exists'>;
  discard(stagedKey: string): Promise<void>;
  /** Creates an object in the bucket of the quarantined bytes, unless the key has the same bytes already. */
  quarantineBytes(
    key: string,
    chunks: readonly Uint8Array[],
    facts: ObjectFacts,
    signal: AbortSignal,
  ): Promise<void>;
  /** Copies a staged object to another key of its bucket, unless that key has the same bytes already. */
  quarantineStaged(stagedKey: string, key: string, facts: ObjectFacts, signal: AbortSignal): Promise<void>;
  /** Writes `{key}.json`, which says why the bytes are in quarantine. */
  explainQuarantined(key: string, reason: object, signal: AbortSignal): Promise<void>;
  read(
    location: Location,
    signal: AbortSignal,
  ): Promise<{ readonly body: AsyncIterable<Uint8Array> } | undefined>;
};

export type StagedObject = {
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
};

export type StagedUpload = {
  write(chunk: Uint8Array): Promise<void>;
  finish(): Promise<unknown>;
  abort(): Promise<void>;
};

export type IntakeDeps = {
  readonly store: IntakeStore;
  readonly calls: {
    /** @param likely what the record is likely to be. If it is, no read is needed. */
    change<R>(
      key: CallKey,
      transition: Transition<R>,
      likely?: { readonly current: CallRecord | undefined },
    ): Promise<R>;
  };
  /** Where a call is stored. `lineOfBusiness` is undefined if no rule of the registry gives one. */
  readonly locate: (key: CallKey, lineOfBusiness: string | undefined) => Location;
  /** Publishes that a recording is stored; resolves once that is durable. */
  readonly publishStored: (stored: StoredNotice) => Promise<void>;
  /** Publishes that bytes of a call are in quarantine; resolves once that is durable. */
  readonly publishQuarantined: (quarantined: QuarantinedNotice) => Promise<void>;
  readonly now: () => Timestamp;
  readonly makeId: () => string;
  readonly shardCount: number;
  /** Name of the service, for the history. */
  readonly by: string;
  readonly limits: IntakeLimits;
};

export type IntakeLimits = {
  /** A larger recording is rejected. */
  readonly maxBytes: number;
  /** A recording up to this size is held in memory, a larger one is staged. At most 1 MiB counts if its size is unknown. */
  readonly maxHeldBytes: number;
};

export type StoredNotice = CallKey & {
  readonly location: Location;
  readonly sha256: string;
  readonly source: 'REALTIME' | 'RECONCILIATION';
};

export type QuarantinedNotice = CallKey & {
  /** In the quarantine bucket. */
  readonly key: string;
  readonly reason: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly source: 'REALTIME' | 'RECONCILIATION';
  /** Whether the call has another recording, which is stored. */
  readonly isCallStored: boolean;
};
