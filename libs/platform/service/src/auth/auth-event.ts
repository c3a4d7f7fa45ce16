/** How a sender says who it is. */
export type AuthMethod = 'api-key' | 'token' | 'certificate' | 'none';

/** What authentication reports, for metrics and log. `key` is the id of a key, never the key. */
export type AuthEvent =
  | {
      readonly type: 'credential_used';
      readonly credential: string;
      readonly key: string;
      readonly atMs: number;
    }
  | { readonly type: 'authentication_refused'; readonly method: AuthMethod; readonly reason: string }
  /** Its holder has the key of a credential, which is not valid yet or no longer. */
  | {
      readonly type: 'api_key_outdated';
      readonly credential: string;
      readonly key: string;
      readonly reason: 'expired' | 'not yet valid';
    };
