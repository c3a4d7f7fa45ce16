export type ObjectLocation = { readonly bucket: string; readonly key: string };

/** What an object holds, known before it is committed. */
export type ObjectFacts = {
  /** Lower-case hex. Kept as the object's metadata `sha256`. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  /** Further metadata: lower-case names, ASCII values, 2 KB in all (S3's limits). */
  readonly metadata?: Readonly<Record<string, string>>;
};

/** `exists`: something else stands under the key, and stays as it is. */
export type CreateResult = 'created' | 'exists';

/**
 * An upload of unknown length. Ends with `finish` or `abort`; whoever opens it calls one of them.
 *
 * Holds at most two parts (16 MiB) in memory. Wait for each call before the next one.
 */
export type StagedUpload = {
  /** Takes a copy of `chunk`. Resolves late while earlier bytes are still on their way to S3. */
  write(chunk: Uint8Array): Promise<void>;
  /** Makes the staged object. Its length, and its checksum where S3 gives one, equal what was written. */
  finish(): Promise<{ readonly sizeBytes: number }>;
  /**
   * Leaves nothing behind, also after a `finish` that failed; after one that succeeded it does nothing. Works on
   * when the upload's own signal is aborted.
   */
  abort(): Promise<void>;
};

export type StoredRecording = {
  readonly sizeBytes: number;
  /** To be read to its end, or given up by aborting: it holds a connection. Ends with an error if it is cut short. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly metadata: Readonly<Record<string, string>>;
};

/**
 * S3 as the product needs it: nothing stored is ever replaced, and nothing is reported stored that is not.
 *
 * Every function throws the errors of `errors.ts`, or the reason of an aborted signal. A request that is on its
 * way when the signal is aborted may still take effect, as a whole or not at all.
 */
export type RecordingStore = {
  /** Creates an object of these bytes. Repeatable: an answer that got lost is settled by looking. */
  create(
    location: ObjectLocation,
    chunks: readonly Uint8Array[],
    facts: ObjectFacts,
    signal: AbortSignal,
  ): Promise<CreateResult>;
  /** Opens an upload to `key` in the quarantine bucket, where bytes wait for their verdict. The key must be new. */
  stage(key: string, contentType: string, signal: AbortSignal): Promise<StagedUpload>;
  /** Creates an object from a finished staged one without moving its bytes through here. The staged one stays. */
  promote(
    stagedKey: string,
    location: ObjectLocation,
    facts: ObjectFacts,
    signal: AbortSignal,
  ): Promise<CreateResult>;
  /** Deletes a staged object. One that is missing counts as deleted. */
  discard(stagedKey: string): Promise<void>;
  /**
   * Keeps bytes that are not trusted, beside a `{key}.json` that says why.
   *
   * @throws {KeyTakenError} if other bytes stand under `key`; a key that names its content is never taken.
   */
  quarantine(key: string, chunks: readonly Uint8Array[], reason: object, signal: AbortSignal): Promise<void>;
  /** Writes only the `{key}.json`, for bytes that are staged there already. */
  explainQuarantined(key: string, reason: object, signal: AbortSignal): Promise<void>;
  /** Opens an object for reading; `undefined`: no such object. */
  read(location: ObjectLocation, signal: AbortSignal): Promise<StoredRecording | undefined>;
  /** A URL that lets its holder read the object for `expiresInS` seconds, whether or not it exists. */
  presignGet(location: ObjectLocation, expiresInS: number): Promise<string>;
};
