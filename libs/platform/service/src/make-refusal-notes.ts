import type { CredentialEvent, RefusalEvent } from '@recordings/reconciliation';
import type { Metrics } from './make-metrics.ts';
import type { NoteTable } from './make-note.ts';

/** What refused credentials become, in every service that sends requests to OCP. */
export const makeRefusalNotes = (metrics: Metrics): NoteTable<RefusalEvent> => {
  const refused = metrics.gauge(
    'ocp_credentials_refused',
    '1 while OCP refuses the credentials of a tenant for a group, as this process saw it last',
    ['tenant', 'group'],
  );
  return {
    credentials_refused: {
      // One line asks an operator to act. The next ones only say that OCP still refuses.
      level: ({ holds }) => (holds === 1 ? 'error' : 'warn'),
      message: 'OCP refuses our credentials for the group; no request of it is sent for a while',
      count: ({ tenantId, group }) => refused.set({ tenant: tenantId, group }, 1),
    },
    credentials_accepted: {
      level: 'info',
      message: 'OCP accepts our credentials for the group again',
      count: ({ tenantId, group }) => refused.set({ tenant: tenantId, group }, 0),
    },
  };
};

/** What the watch over credentials becomes. */
export const makeCredentialNotes = (metrics: Metrics): NoteTable<CredentialEvent> => {
  const outdated = metrics.gauge(
    'ocp_credentials_outdated',
    '1 while credentials for OCP should be replaced: they expire soon, are old, or were not accepted for a week',
    ['credentials', 'reason'],
  );
  return {
    credentials_outdated: {
      level: 'warn',
      message: 'credentials for OCP should be replaced before OCP refuses them',
      count: ({ credentials, reason }) => outdated.set({ credentials, reason }, 1),
    },
    credentials_in_order: {
      level: 'info',
      message: 'credentials for OCP are in order again, or gone',
      count: ({ credentials, reason }) => outdated.set({ credentials, reason }, 0),
    },
  };
};
