export type ObjectLocation = { readonly bucket: string; readonly key: string };

/** What is known of an object before it is committed. */
export type ObjectFacts = {
  /** Lower-case hex. Stored as the object's metadata `sha256`. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  /** Further metadata: lower-case names, ASCII values, 2 KB in all (S3's limits). */
  readonly metadata?: Readonly<Record<string, string>>;
  /** `create` calls it if no connection reads the chunks any more: S3 confirmed the bytes of its only request. */
  readonly onSent?: () => void;
};

/** `exists`: the key has an object already, which was not changed. */
export type CreateResult = 'created' | 'exists';

/**
 * An upload of unknown length. The caller must end it with `finish` or `abort`.
 *
 * Holds one part (5 MiB) in memory, and a second one while a part is being sent. While a store holds as many parts as it
 * may, further uploads wait. Wait for each call before the next one.
 */
export type StagedUpload = {
  /** Takes a copy of `chunk`. Waits while its parts are full, and for its turn at the memory of the store. */
  write(chunk: Uint8Array): Promise<void>;
  /** Makes the staged object, and checks its length, and its checksum if S3 gives one. */
  finish(): Promise<{ readonly sizeBytes: number }>;
  /**
   * Deletes everything of this upload, also after a `finish` that failed. After a `finish` that succeeded it does
   * nothing. It works after the upload's own signal was aborted.
   */
  abort(): Promise<void>;
};

export type StagedEntry = {
  readonly key: string;
  /** ISO 8601, UTC. Of an object of several parts S3 gives the time at which its upload was opened. */
  readonly stagedAt: string;
};

export type StoredRecording = {
  readonly sizeBytes: number;
  /** Uses a connection until it is read to its end or the signal is aborted. Throws if it ends early. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly metadata: Readonly<Record<string, string>>;
};

/**
 * S3 as the product needs it: an object is created once and never replaced.
 *
 * Every function throws the errors of `errors.ts`, or the reason of an aborted signal. A request under way when the
 * signal is aborted may still take effect, as a whole.
 */
export type RecordingStore = {
  /** Creates an object of these bytes. If the answer is lost, it reads what is stored. */
  create(
    location: ObjectLocation,
    chunks: readonly Uint8Array[],
    facts: ObjectFacts,
    signal: AbortSignal,
  ): Promise<CreateResult>;
  /** Opens an upload to `key` in the quarantine bucket, for bytes that are not judged yet. The key must be new. */
  stage(
    key: string,
    object: Pick<ObjectFacts, 'contentType' | 'metadata'>,
    signal: AbortSignal,
  ): Promise<StagedUpload>;
  /** Creates an object from a staged one, by a copy inside S3. The staged one stays. */
  promote(
    stagedKey: string,
    location: ObjectLocation,
    facts: ObjectFacts,
    signal: AbortSignal,
  ): Promise<CreateResult>;
  /**
   * The objects of the quarantine bucket whose keys begin with the prefix, in the order of their keys, in pages. An
   * upload that is not complete is no object.
   *
   * @param startAfter only the keys after this one.
   */
  listQuarantine(
    prefix: string,
    signal: AbortSignal,
    startAfter?: string,
  ): AsyncIterable<readonly StagedEntry[]>;
  /** Opens an object of the quarantine bucket for reading; `undefined`: no such object. */
  readQuarantine(key: string, signal: AbortSignal): Promise<StoredRecording | undefined>;
  /**
   * Copies a stored recording for another tenant, inside S3, unless `to` has an object, which may have other bytes. The
   * source stays.
   *
   * @throws {ContentMismatchError} if the source is missing, or has another size.
   */
  copy(
    from: ObjectLocation,
    to: ObjectLocation,
    about: { readonly sha256: string; readonly sizeBytes: number; readonly tenantId: string },
    signal: AbortSignal,
  ): Promise<CreateResult>;
  /** Deletes an object. A missing one counts as deleted. `kept`: the bucket forbids it. */
  remove(location: ObjectLocation): Promise<'deleted' | 'kept'>;
  /** Deletes a staged object. One that is missing counts as deleted. */
  discard(stagedKey: string): Promise<void>;
  /** `quarantineBytes`, then `explainQuarantined`. */
  quarantine(key: string, chunks: readonly Uint8Array[], reason: object, signal: AbortSignal): Promise<void>;
  /**
   * Keeps bytes under `key` in the quarantine bucket. The same bytes again change nothing.
   *
   * @throws {KeyTakenError} if `key` has other bytes. A key made from its content never has.
   */
  quarantineBytes(
    key: string,
    chunks: readonly Uint8Array[],
    facts: ObjectFacts,
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Keeps a staged object under `key` in the quarantine bucket, by a copy inside S3. The staged one stays.
   *
   * @throws {KeyTakenError} if `key` has other bytes.
   */
  quarantineStaged(stagedKey: string, key: string, facts: ObjectFacts, signal: AbortSignal): Promise<void>;
  /** Writes `{key}.json`, which says why the bytes are in quarantine. A later reason replaces an earlier one. */
  explainQuarantined(key: string, reason: object, signal: AbortSignal): Promise<void>;
  /** Opens an object for reading; `undefined`: no such object. */
  read(location: ObjectLocation, signal: AbortSignal): Promise<StoredRecording | undefined>;
  /** A URL that lets its holder read the object for `expiresInS` seconds, whether or not it exists. */
  presignGet(location: ObjectLocation, expiresInS: number): Promise<string>;
};
