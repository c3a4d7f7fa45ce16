import type { AuthEvent, AuthMethod } from './auth-event.ts';
import type { Authenticate, Authentication, AuthRequest } from './authentication.ts';
import type { Credential } from './credential.ts';
import type { CredentialEntry } from './credential-entry.ts';
import type { FoundCertificate } from './find-by-certificate.ts';
import type { FoundKey } from './find-by-key.ts';
import type { VerifyToken } from './jwt/make-verify-token.ts';

export type AuthenticateDeps = {
  readonly findByKey: (key: string, nowMs: number) => FoundKey;
  readonly findByCertificate: (request: AuthRequest) => FoundCertificate;
  /** Undefined if no issuer is configured. */
  readonly verifyToken: VerifyToken | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Reports what happened. It must not throw. */
  readonly note: (event: AuthEvent) => void;
};

/**
 * Makes the function that says who sent a request: by its `X-API-Key`, else by its bearer token, else by its client
 * certificate. What is sent must be right: a wrong key with a good certificate is refused.
 */
export const makeAuthenticate = (deps: AuthenticateDeps): Authenticate => {
  const { verifyToken } = deps;
  return (request) => {
    const { headers } = request;
    const key = headers['x-api-key'];
    if (typeof key === 'string') return byKey(deps, key);
    const token = verifyToken && bearerTokenOf(headers);
    if (token !== undefined) return byToken(deps, verifyToken!, token);
    const certificate = deps.findByCertificate(request);
    if (certificate.kind !== 'none') return byCertificate(deps, certificate);
    const expected = verifyToken
      ? 'a valid X-API-Key header or bearer token is required'
      : 'a valid X-API-Key header is required';
    return refuse(deps, 'none', 'missing', expected);
  };
};

const bearerTokenOf = ({ authorization }: AuthRequest['headers']): string | undefined =>
  /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];

const refuse = (
  { note, verifyToken }: Pick<AuthenticateDeps, 'note' | 'verifyToken'>,
  method: AuthMethod,
  reason: string,
  message: string,
): Authentication => {
  note({ type: 'authentication_refused', method, reason });
  return { kind: 'refused', message, challenge: verifyToken ? 'X-API-Key, Bearer' : 'X-API-Key' };
};

const byKey = (deps: AuthenticateDeps, key: string): Authentication => {
  const nowMs = deps.now();
  const found = deps.findByKey(key, nowMs);
  if (found.kind === 'unknown') {
    return refuse(deps, 'api-key', 'unknown', 'a valid X-API-Key header is required');
  }
  const { entry, keyId } = found;
  if (found.kind !== 'valid') {
    deps.note({ type: 'api_key_outdated', credential: entry.name, key: keyId, reason: found.kind });
    return refuse(deps, 'api-key', found.kind, `the API key is ${found.kind}`);
  }
  deps.note({ type: 'credential_used', credential: entry.name, key: keyId, atMs: nowMs });
  return { kind: 'accepted', credential: credentialOf(entry) };
};

const byCertificate = (
  deps: AuthenticateDeps,
  found: Exclude<FoundCertificate, { kind: 'none' }>,
): Authentication => {
  if (found.kind === 'unknown') {
    return refuse(deps, 'certificate', 'unknown', 'the client certificate is of no credential');
  }
  const { entry } = found;
  deps.note({ type: 'credential_used', credential: entry.name, key: 'certificate', atMs: deps.now() });
  return { kind: 'accepted', credential: credentialOf(entry) };
};

const credentials = new WeakMap<CredentialEntry, Credential>();

/** The same one for each request, so that what is made from it is made once. */
const credentialOf = (entry: CredentialEntry): Credential => {
  const known = credentials.get(entry);
  if (known) return known;
  const { name, tenants, scopes } = entry;
  const credential = { name, tenants, scopes };
  credentials.set(entry, credential);
  return credential;
};

const byToken = async (
  deps: AuthenticateDeps,
  verifyToken: VerifyToken,
  token: string,
): Promise<Authentication> => {
  const answer = await verifyToken(token);
  switch (answer.kind) {
    case 'valid':
      // By the issuer: a label for each caller would be one series for each.
      deps.note({ type: 'credential_used', credential: answer.issuer, key: 'token', atMs: deps.now() });
      return { kind: 'accepted', credential: answer.credential };
    case 'refused':
      return refuse(deps, 'token', answer.reason, `the bearer token is refused: ${answer.reason}`);
    case 'unavailable':
      return {
        kind: 'unavailable',
        message: 'the keys of the issuer of the token cannot be read; send it again',
        retryAfterS: 5,
      };
    case 'not yet known':
      deps.note({ type: 'authentication_refused', method: 'token', reason: 'key not yet known' });
      return {
        kind: 'unavailable',
        message: 'the key of the token is not known yet; send it again',
        retryAfterS: Math.max(1, Math.ceil(answer.waitMs / 1000)),
        isKeyUnknown: true,
      };
    default:
      return answer satisfies never;
  }
};
