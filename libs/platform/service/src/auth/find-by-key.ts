import { hash as hashOf, timingSafeEqual } from 'node:crypto';
import { type ApiKey, type CredentialEntry, keysOf } from './credential-entry.ts';

/** Why a key is refused. The holder of an outdated key is known. */
export type FoundKey =
  | {
      readonly kind: 'valid' | 'expired' | 'not yet valid';
      readonly entry: CredentialEntry;
      readonly keyId: string;
    }
  | { readonly kind: 'unknown' };

/** Makes the function that finds the credential of a key. @param nowMs milliseconds since 1970. */
export const makeFindByKey = (
  entries: readonly CredentialEntry[],
): ((key: string, nowMs: number) => FoundKey) => {
  const candidates = entries.flatMap((entry) =>
    keysOf(entry).map((key) => ({ entry, key, hash: Buffer.from(key.sha256, 'hex') })),
  );
  return (key, nowMs) => {
    const given = hashOf('sha256', key, 'buffer');
    // All are compared, each in constant time, so that the duration does not reveal a key.
    const found = candidates.filter(({ hash }) => timingSafeEqual(given, hash)).at(0);
    return found
      ? { kind: validityOf(found.key, nowMs), entry: found.entry, keyId: found.key.id }
      : { kind: 'unknown' };
  };
};

const validityOf = ({ notBefore, expires }: ApiKey, nowMs: number) => {
  if (notBefore !== undefined && nowMs < notBefore) return 'not yet valid';
  return expires !== undefined && nowMs >= expires ? 'expired' : 'valid';
};
