import type { CredentialConcern } from './judge-credential.ts';

/** What the watch over credentials for OCP reports, for metrics and log. */
export type CredentialEvent = {
  /** `credentials_in_order`: the reason has ended, or the credentials are gone. */
  readonly type: 'credentials_outdated' | 'credentials_in_order';
  readonly credentials: string;
  readonly reason: CredentialConcern;
};
