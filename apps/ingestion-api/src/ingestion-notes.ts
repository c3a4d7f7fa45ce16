import type { EventIntakeEvent } from '@recordings/event-intake';
import type { UploadEvent } from '@recordings/recording-intake';
import type { NoteTable } from '@recordings/service';
import type { AdmissionEvent } from './admission/admission-event.ts';
import { makeAdmissionNotes } from './admission/admission-notes.ts';
import type { AudioLinkEvent } from './calls/issue-audio-link.ts';
import { makeEventNotes } from './event-notes.ts';
import type { IngestionMetrics } from './ingestion-metrics.ts';

/** What each event of the use cases becomes: a metric, a log line, or both. */
export const makeIngestionNotes = (
  metrics: IngestionMetrics,
): NoteTable<EventIntakeEvent | UploadEvent | AudioLinkEvent | AdmissionEvent> => ({
  ...makeEventNotes(metrics),
  ...makeAdmissionNotes(metrics),
  group_unknown: {
    level: 'warn',
    message: 'group is not in the registry; the call is recorded without it',
    count: () => metrics.unknownGroup.inc(),
  },
  recording_received: {
    level: ({ result }) => (result === 'quarantined' ? 'warn' : 'info'),
    message: 'recording received',
    count: ({ result, reason, sinceEndMs }) => {
      metrics.recordings.inc({ result, reason });
      // A clock of OCP that is ahead makes it negative.
      if (sinceEndMs !== undefined) metrics.pushLagS.observe(Math.max(0, sinceEndMs) / 1000);
    },
  },
  audio_link_issued: {
    level: 'info',
    message: 'a link to audio was issued',
    count: ({ tenantId }) => metrics.audioLinks.inc({ tenant: tenantId }),
  },
  recording_labels_faulty: {
    level: 'warn',
    message: 'labels of a recording cannot be used or contradict others',
    count: ({ labels }) => {
      for (const label of labels) metrics.faultyLabels.inc({ label });
    },
  },
});
