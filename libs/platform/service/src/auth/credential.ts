import type { Scope } from './scope.ts';

/** A caller that was authenticated, and what it may do. */
export type Credential = {
  /** Who asks: for the log, and for the history of a call. */
  readonly name: string;
  /** Tenants whose calls the caller may read and write. */
  readonly tenants: readonly string[];
  readonly scopes: readonly Scope[];
};
