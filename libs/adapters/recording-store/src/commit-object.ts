import { S3ServiceException } from '@aws-sdk/client-s3';
import { StorageUnavailableError } from './errors.ts';
import type { StoredObject } from './find-object.ts';
import type { CreateResult } from './recording-store.ts';
import { storageFault } from './storage-fault.ts';

/** S3 answers 409 only while another write of the key is under way, which ends. */
const MAX_ROUNDS = 3;

export type Commit = {
  /** Sends the one request, with `If-None-Match: *`, that makes the object. */
  send(): Promise<unknown>;
  find(): Promise<StoredObject | undefined>;
  isOurs(stored: StoredObject): boolean;
};

/** `again`: S3 refused because of a conflicting write, and the key has no object. */
export type CommitResult = CreateResult | 'again';

/**
 * Commits, and reads the object if the answer is unclear.
 *
 * The SDK repeats a request whose answer got lost. S3 then refuses the repetition because of our own object. So only a
 * refusal of the first attempt means `exists`; after any other doubtful answer we read what is stored.
 */
export const commitObject = async (commit: Commit, signal: AbortSignal): Promise<CommitResult> => {
  try {
    await commit.send();
    return 'created';
  } catch (error) {
    if (signal.aborted) throw storageFault(error, signal);
    const status = statusOf(error);
    if (status === 412 && attemptsOf(error) === 1) return 'exists';
    if (!isDoubtful(error, status)) throw storageFault(error, signal);

    const stored = await commit.find();
    if (stored !== undefined) return commit.isOurs(stored) ? 'created' : 'exists';
    if (status === 409) return 'again';
    throw storageFault(error, signal);
  }
};

/** @throws {StorageUnavailableError} if every round is refused because of a conflicting write. */
export const commitInRounds = async (round: () => Promise<CommitResult>): Promise<CreateResult> => {
  for (let count = 0; count < MAX_ROUNDS; count += 1) {
    const result = await round();
    if (result !== 'again') return result;
  }
  throw new StorageUnavailableError(`S3 reported a conflicting write ${MAX_ROUNDS} times`);
};

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

const attemptsOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.attempts : undefined;

const DOUBTFUL_NAMES: ReadonlySet<string> = new Set([
  'InternalError', // CompleteMultipartUpload can say so in the body of a 200.
  'NoSuchUpload', // Also the answer to a repeated completion if the first one succeeded.
  'RequestTimeout',
]);

/**
 * Whether the object may exist in spite of the error. Wider than the SDK's `isTransientError`: a 409, a 412 of a repeated
 * request and a lost upload are doubtful too.
 */
const isDoubtful = (error: unknown, status: number | undefined): boolean =>
  status === undefined ||
  status < 400 ||
  status >= 500 ||
  status === 409 ||
  status === 412 ||
  (error instanceof Error && DOUBTFUL_NAMES.has(error.name));
