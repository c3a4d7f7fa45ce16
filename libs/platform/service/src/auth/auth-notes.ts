import type { Metrics } from '../make-metrics.ts';
import type { NoteTable } from '../make-note.ts';
import type { AuthEvent } from './auth-event.ts';
import { type CredentialEntry, keysOf } from './credential-entry.ts';

/** What each event of authentication becomes. Each key's last use says when an old one is idle. */
export const makeAuthNotes = (metrics: Metrics): NoteTable<AuthEvent> => {
  const uses = metrics.counter('credential_uses_total', 'Requests by credential and id of its key', [
    'credential',
    'key',
  ]);
  const lastUse = metrics.gauge(
    'credential_last_used_seconds',
    'When a key was used last, in seconds since 1970; a key that was not used since the start has no series',
    ['credential', 'key'],
  );
  const refusals = metrics.counter('authentication_refusals_total', 'Requests whose sender is not known', [
    'method',
    'reason',
  ]);
  return {
    credential_used: {
      count: ({ credential, key, atMs }) => {
        uses.inc({ credential, key });
        lastUse.set({ credential, key }, Math.floor(atMs / 1000));
      },
    },
    authentication_refused: { count: ({ method, reason }) => refusals.inc({ method, reason }) },
    api_key_outdated: { level: 'warn', message: 'a sender uses a key outside its dates' },
  };
};

/** Makes the function that shows when the keys expire. */
export const makeExpiryGauge = (metrics: Metrics): ((entries: readonly CredentialEntry[]) => void) => {
  const expiries = metrics.gauge(
    'api_key_expires_seconds',
    'When a key expires, in seconds since 1970; a key without an end has no series',
    ['credential', 'key'],
  );
  return (entries) => {
    expiries.reset();
    for (const entry of entries) {
      for (const { id, expires } of keysOf(entry)) {
        if (expires !== undefined) expiries.set({ credential: entry.name, key: id }, expires / 1000);
      }
    }
  };
};
