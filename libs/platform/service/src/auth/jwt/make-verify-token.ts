import { decodeJwt, errors, jwtVerify } from 'jose';
import type { Credential } from '../credential.ts';
import { fetchJwks } from './fetch-jwks.ts';
import type { JwtIssuer } from './jwt-issuer.ts';
import { KeyNotYetKnownError, KeysUnavailableError, makeKeySource } from './make-key-source.ts';
import { readClaims } from './read-claims.ts';

/** `reason` is one of a few words, for a metric. */
export type TokenAnswer =
  | { readonly kind: 'valid'; readonly credential: Credential; readonly issuer: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unavailable' }
  /** The keys that we have may be older than its key. */
  | { readonly kind: 'not yet known'; readonly waitMs: number };

export type VerifyToken = (token: string) => Promise<TokenAnswer>;

/** Characters. Node's headers have at most 16 KiB together. */
const MAX_TOKEN_LENGTH = 8_192;

export type VerifyTokenDeps = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Is called when the keys of an issuer cannot be read. */
  readonly onFailure: (issuer: string, error: unknown) => void;
};

/** Makes the function that verifies a bearer token. */
export const makeVerifyToken = (
  issuers: readonly JwtIssuer[],
  { now, onFailure }: VerifyTokenDeps,
): VerifyToken => {
  const known = new Map(
    issuers.map((issuer) => {
      const { name, jwksUrl } = issuer;
      const keys = makeKeySource({
        fetchKeys: () => fetchJwks(jwksUrl),
        now: () => performance.now(),
        onFailure: (error) => onFailure(name, error),
      });
      return [issuer.issuer, { issuer, keys }];
    }),
  );
  return async (token) => {
    if (token.length > MAX_TOKEN_LENGTH) return { kind: 'refused', reason: 'too long' };
    try {
      const found = known.get(String(decodeJwt(token).iss));
      if (!found) return { kind: 'refused', reason: 'issuer' };
      const { issuer, keys } = found;
      const { payload } = await jwtVerify(token, keys, {
        issuer: issuer.issuer,
        audience: issuer.audience,
        algorithms: issuer.algorithms,
        clockTolerance: issuer.clockToleranceSeconds,
        requiredClaims: ['exp'],
        currentDate: new Date(now()),
      });
      return { kind: 'valid', credential: readClaims(payload, issuer), issuer: issuer.name };
    } catch (error) {
      if (error instanceof KeyNotYetKnownError) return { kind: 'not yet known', waitMs: error.waitMs };
      return error instanceof KeysUnavailableError
        ? { kind: 'unavailable' }
        : { kind: 'refused', reason: reasonOf(error) };
    }
  };
};

/** A token without a claim is as wrong as one with a wrong claim. Any other error comes of what the sender wrote, too. */
const reasonOf = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return { nbf: 'not yet valid', aud: 'audience', iss: 'issuer', exp: 'no end' }[error.claim] ?? 'claims';
  }
  if (error instanceof errors.JWKSNoMatchingKey) return 'unknown key';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  return error instanceof errors.JWSSignatureVerificationFailed ? 'signature' : 'malformed';
};
