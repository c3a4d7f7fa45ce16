import type { NoteTable } from '../make-note.ts';
import type { AuthEvent } from './auth-event.ts';
import type { AuthMetrics } from './auth-metrics.ts';
import { type CredentialEntry, keysOf } from './credential-entry.ts';
import type { KeyUse } from './keep-uses.ts';

/** What each event of authentication becomes. Each key's last use says when an old one is idle. */
export const makeAuthNotes = (
  { uses, lastUse, refusals }: AuthMetrics,
  onUse: (use: KeyUse) => void = () => undefined,
): NoteTable<AuthEvent> => ({
  credential_used: {
    count: ({ credential, key, atMs }) => {
      onUse({ credential, key, atMs });
      uses.inc({ credential, key });
      lastUse.set({ credential, key }, Math.floor(atMs / 1000));
    },
  },
  authentication_refused: { count: ({ method, reason }) => refusals.inc({ method, reason }) },
  api_key_outdated: { level: 'warn', message: 'a sender uses a key outside its dates' },
});

/** Shows when the keys expire. */
export const showExpiries = ({ expiries }: AuthMetrics, entries: readonly CredentialEntry[]): void => {
  expiries.reset();
  for (const entry of entries) {
    for (const { id, expires } of keysOf(entry)) {
      if (expires !== undefined) expiries.set({ credential: entry.name, key: id }, expires / 1000);
    }
  }
};
