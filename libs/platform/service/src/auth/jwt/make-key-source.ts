import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** The keys cannot be read, so that it is unknown whether a token is good. */
export class KeysUnavailableError extends Error {}

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
 * It is not jose's `createRemoteJWKSet`: that forgets its keys when they are old and cannot be read again, and asks an
 * issuer that is down once for each token.
 */
export const makeKeySource = ({ fetchKeys, now, onFailure }: KeySourceDeps): JWTVerifyGetKey => {
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
  const readOnce = (): Promise<void> =>
    (reading ??= read().finally(() => {
      reading = undefined;
    }));
  const isCoolingDown = (): boolean =>
    !reading &&
    lastTry !== undefined &&
    now() - lastTry.at < (lastTry.isFailed ? COOLDOWN_AFTER_FAILURE_MS : COOLDOWN_MS);

  return async (header, token) => {
    if (!known && !isCoolingDown()) await readOnce();
    if (!known) throw new KeysUnavailableError('the keys of the issuer cannot be read');
    if (now() - known.readAt > MAX_AGE_MS && !isCoolingDown()) void readOnce();
    try {
      return await known.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (!isCoolingDown()) await readOnce();
      // The issuer may have a new key that we could not read.
      if (lastTry?.isFailed) throw new KeysUnavailableError('the keys of the issuer cannot be read');
      return known.find(header, token);
    }
  };
};
