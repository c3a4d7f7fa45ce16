import {
  type CredentialConcern,
  type CredentialEvent,
  type CredentialFacts,
  concernsOf,
  isUseDue,
} from '@recordings/reconciliation';

export type WatchCredentialsDeps = {
  /** Of the credentials in use. */
  readonly facts: () => readonly CredentialFacts[];
  /** Sends a request that only reads, with these credentials. */
  readonly use: (name: string) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Reports what happened. It must not throw. */
  readonly note: (event: CredentialEvent) => void;
};

type Concern = { readonly credentials: string; readonly reason: CredentialConcern };

/**
 * Makes one round over the credentials for OCP: uses each PAT that was not used for a day, because OCP deactivates idle
 * ones, and reports those that should be replaced.
 */
export const makeWatchCredentials = ({ facts, use, now, note }: WatchCredentialsDeps) => {
  let known = new Map<string, Concern>();
  return async (): Promise<void> => {
    for (const fact of facts()) {
      if (!isUseDue(fact, now())) continue;
      // A refusal alerts by itself. After an outage the next round tries again.
      await use(fact.name).catch(() => undefined);
    }
    const seen = concernsAt(facts(), now());
    for (const [key, concern] of seen)
      if (!known.has(key)) note({ type: 'credentials_outdated', ...concern });
    for (const [key, concern] of known)
      if (!seen.has(key)) note({ type: 'credentials_in_order', ...concern });
    known = seen;
  };
};

const concernsAt = (facts: readonly CredentialFacts[], nowMs: number): Map<string, Concern> =>
  new Map(
    facts.flatMap((fact) =>
      concernsOf(fact, nowMs).map((reason) => [`${reason} ${fact.name}`, { credentials: fact.name, reason }]),
    ),
  );
