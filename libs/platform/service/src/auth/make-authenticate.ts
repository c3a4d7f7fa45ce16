import type { AuthEvent, AuthMethod } from './auth-event.ts';
import type { Authenticate, Authentication } from './authentication.ts';
import type { CredentialEntry } from './credential-entry.ts';
import type { FoundKey } from './find-by-key.ts';

export type AuthenticateDeps = {
  readonly findByKey: (key: string, nowMs: number) => FoundKey;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Reports what happened. It must not throw. */
  readonly note: (event: AuthEvent) => void;
};

/** Makes the function that says who sent a request, by its `X-API-Key`. */
export const makeAuthenticate = (deps: AuthenticateDeps): Authenticate => {
  const { note } = deps;
  const refuse = (method: AuthMethod, reason: string, message: string): Authentication => {
    note({ type: 'authentication_refused', method, reason });
    return { kind: 'refused', message };
  };
  return ({ headers }) => {
    const key = headers['x-api-key'];
    if (typeof key !== 'string') return refuse('none', 'missing', 'a valid X-API-Key header is required');
    const nowMs = deps.now();
    const found = deps.findByKey(key, nowMs);
    if (found.kind === 'unknown') {
      return refuse('api-key', 'unknown', 'a valid X-API-Key header is required');
    }
    const { entry, keyId } = found;
    if (found.kind !== 'valid') {
      note({ type: 'api_key_outdated', credential: entry.name, key: keyId, reason: found.kind });
      return refuse('api-key', found.kind, `the API key is ${found.kind}`);
    }
    note({ type: 'credential_used', credential: entry.name, key: keyId, atMs: nowMs });
    return { kind: 'accepted', credential: credentialOf(entry) };
  };
};

const credentialOf = ({ name, tenants, scopes }: CredentialEntry) => ({ name, tenants, scopes });
