import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** The keys cannot be read, so that it is unknown whether a token is good. */
export class KeysUnavailableError extends Error {}

/** The key of a token is not among the keys, which may be older than it. The issuer is asked again after `waitMs`. */
export class KeyNotYetKnownError extends Error {
  readonly waitMs: number;

  constructor(waitMs: number) {
    super(`the issuer is asked for the key in ${waitMs} ms`);
    this.waitMs = waitMs;
  }
}

export type KeySourceDeps = {
  readonly fetchKeys: () => Promise<JSONWebKeySet>;
  /** Milliseconds, of any clock that never goes back. */
  readonly now: () => number;
  readonly onFailure: (error: unknown) => void;
};

/** Keys that are older are read again, while the old ones stay in use. */
const MAX_AGE_MS = 600_000;
/** A key that is not known is looked for no more often than this: a sender could name thousands. */
const COOLDOWN_MS = 30_000;
const COOLDOWN_AFTER_FAILURE_MS = 5_000;

/**
 * Makes the source of an issuer's keys. It reads them when a token needs them. An outage of the issuer keeps the keys
 * that were read.
 *
 * It is not jose's `createRemoteJWKSet`: that forgets its keys when they are old and cannot be read again, asks an issuer
 * that is down once for each token, and refuses a new key for 30 s after any token with an invented one.
 */
export const makeKeySource = (deps: KeySourceDeps): JWTVerifyGetKey => {
  const keys = makeReader(deps);
  return async (header, token) => {
    // The issuer may have answered a read that is under way before it had the key of this token.
    const wasReading = keys.isReading();
    let isReadForThis = false;
    const readForThis = async (): Promise<void> => {
      if (keys.isCoolingDown()) return;
      await keys.read();
      isReadForThis = !wasReading;
    };
    if (!keys.known()) await readForThis();
    const known = keys.known();
    if (!known) throw new KeysUnavailableError('the keys of the issuer cannot be read');
    if (deps.now() - known.readAt > MAX_AGE_MS && !keys.isCoolingDown()) void keys.read();
    try {
      return await known.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await readForThis();
      // The issuer may have a new key that we could not read.
      if (keys.isLastFailed()) throw new KeysUnavailableError('the keys of the issuer cannot be read');
      return findOrWait(() => keys.known()!.find(header, token), isReadForThis ? 0 : keys.cooldownMs());
    }
  };
};

/** @param waitMs how long the issuer is not asked for a key that is not found; 0 if it has just been asked. */
const findOrWait = async <T>(find: () => T | Promise<T>, waitMs: number): Promise<T> => {
  try {
    return await find();
  } catch (error) {
    const mayBeNewer = waitMs > 0 && error instanceof errors.JWKSNoMatchingKey;
    throw mayBeNewer ? new KeyNotYetKnownError(waitMs) : error;
  }
};

/** Reads the keys, one read at a time, and knows when the next one may begin. */
const makeReader = ({ fetchKeys, now, onFailure }: KeySourceDeps) => {
  let known: { readonly find: JWTVerifyGetKey; readonly readAt: number } | undefined;
  let lastTry: { readonly at: number; readonly isFailed: boolean } | undefined;
  let reading: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    try {
      known = { find: createLocalJWKSet(await fetchKeys()), readAt: now() };
      lastTry = { at: now(), isFailed: false };
    } catch (error) {
      lastTry = { at: now(), isFailed: true };
      onFailure(error);
    }
  };
  const cooldownMs = (): number =>
    lastTry === undefined
      ? 0
      : lastTry.at + (lastTry.isFailed ? COOLDOWN_AFTER_FAILURE_MS : COOLDOWN_MS) - now();
  return {
    known: () => known,
    isReading: () => reading !== undefined,
    isLastFailed: () => lastTry?.isFailed ?? false,
    /** Until the issuer may be asked again. */
    cooldownMs,
    isCoolingDown: () => !reading && cooldownMs() > 0,
    read: () =>
      (reading ??= read().finally(() => {
        reading = undefined;
      })),
  };
};
