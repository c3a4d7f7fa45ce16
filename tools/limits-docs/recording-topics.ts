import type { Topic } from './limit.ts';

const API = 'apps/ingestion-api/src';
const STORE = 'libs/adapters/recording-store/src';
const RECORD = 'libs/core/call-record/src';

/** Limits of recordings, events and call records. */
export const recordingTopics: readonly Topic[] = [
  {
    title: 'Uploads and downloads',
    limits: [
      { what: 'Longest upload', variable: 'UPLOAD_TIMEOUT_SECONDS' },
      { what: 'Time that an idle connection to our API stays open', variable: 'KEEP_ALIVE_SECONDS' },
      {
        what: 'Longest silence between two bytes of a request to our API, in ms',
        name: 'connectionTimeout',
        file: `${API}/app.ts`,
      },
      {
        what: 'Time that a sender has to read an early refusal, in ms',
        name: 'LINGER_MS',
        file: `${API}/drop-unread-bodies.ts`,
      },
      { what: 'Fields of an upload form', name: 'fields', file: `${API}/app.ts` },
      { what: 'Longest field of an upload form, in bytes', name: 'fieldSize', file: `${API}/app.ts` },
      { what: 'Largest recording, in bytes', variable: 'MAX_RECORDING_BYTES' },
      {
        what: 'Bytes that a form may have beside its recording, by its declared length',
        name: 'FORM_BYTES',
        file: `${API}/recordings/refuse-long-bodies.ts`,
      },
      {
        what: 'Largest recording that is held in memory; a larger one is staged in S3',
        variable: 'MAX_HELD_BYTES',
      },
      {
        what: 'Size of one part of a staged upload, in bytes',
        name: 'PART_SIZE_BYTES',
        file: `${STORE}/stage-upload.ts`,
      },
      { what: 'Parts that all downloads of a downloader hold in memory', variable: 'MAX_PART_BUFFERS' },
      {
        what: 'Time after which a part that is not full ends its upload, if another has waited so long for memory, in ms',
        name: 'PART_STALL_MS',
        file: `${STORE}/stage-upload.ts`,
      },
      {
        what: 'Size of one part of a copy within S3, in bytes',
        name: 'COPY_PART_SIZE_BYTES',
        file: `${STORE}/promote-object.ts`,
      },
      {
        what: 'Tries to create an object after a lost answer or a 409 of S3',
        name: 'MAX_ROUNDS',
        file: `${STORE}/commit-object.ts`,
      },
      {
        what: 'Time to abort a staged upload, in ms',
        name: 'CLEAN_UP_TIMEOUT_MS',
        file: `${STORE}/multipart-upload.ts`,
      },
      {
        what: 'Longest text that the probe recognises as an error page, in bytes',
        name: 'MAX_READABLE_BYTES',
        file: 'libs/core/audio/src/text-scan.ts',
      },
      {
        what: 'Bytes behind a WAV form that last so long as samples may be the rest of the call, in ms',
        name: 'MAX_TRAILING_MS',
        file: 'libs/core/audio/src/wav/wav-probe.ts',
      },
      {
        what: 'A silent tail that is half of the recording is flagged from this length on, in ms',
        name: 'MIN_TAIL_MS',
        file: 'libs/core/audio/src/sound/sound.ts',
      },
      {
        what: 'Any silent tail is flagged from this length on, in ms',
        name: 'LONG_TAIL_MS',
        file: 'libs/core/audio/src/sound/sound.ts',
      },
      {
        what: 'Time after which a staged recording is finished by the search',
        variable: 'STAGING_RECOVERY_AGE_SECONDS',
      },
      { what: 'Wait between two searches for staged recordings', variable: 'STAGING_RECOVERY_SECONDS' },
      {
        what: 'Wait between two looks for calls that must move to another tenant',
        variable: 'CALL_MOVES_SECONDS',
      },
      {
        what: 'Wait after a change of the registry, or of the record, before a call moves',
        variable: 'CALL_MOVES_SETTLE_MINUTES',
      },
      {
        what: 'Time for which one downloader is the one that moves calls, in ms',
        name: 'lastsMs',
        file: 'libs/core/reconciliation/src/claims/claim-names.ts',
      },
      {
        what: 'Calls that move side by side',
        name: 'PARALLEL',
        file: 'apps/downloader/src/moves/start-call-moves.ts',
      },
      {
        what: 'Times that a move is repeated because a record changed',
        name: 'MAX_ROUNDS',
        file: 'libs/use-cases/call-moves/src/move-call.ts',
      },
      {
        what: 'Time for which one downloader is the one that searches, in ms',
        name: 'MIN_CLAIM_MS',
        file: 'apps/downloader/src/staging/make-staging-jobs.ts',
      },
      {
        what: 'Recordings that older audio rules had quarantined, which one search judges anew',
        name: 'MAX_JUDGED_PER_ROUND',
        file: 'apps/downloader/src/staging/make-staging-jobs.ts',
      },
      { what: 'Downloads at once, for each downloader', variable: 'DOWNLOAD_CONCURRENCY' },
      { what: 'Longest download, with storing', variable: 'DOWNLOAD_TIMEOUT_MINUTES' },
      {
        what: 'Waits before a download that failed is tried again; the last one repeats',
        variable: 'DOWNLOAD_RETRY_SECONDS',
      },
      {
        what: 'Life of a link to a recording, in seconds',
        name: 'LINK_LIFE_S',
        file: `${API}/calls/issue-audio-link.ts`,
      },
    ],
  },
  {
    title: 'Events and call records',
    limits: [
      { what: 'Largest body of one request of events, in bytes', variable: 'MAX_EVENTS_BYTES' },
      { what: 'Events of one request', variable: 'MAX_EVENTS_PER_REQUEST' },
      {
        what: 'Memory for call records that the process wrote last, in bytes',
        variable: 'RECENT_CALLS_BYTES',
      },
      {
        what: 'Nesting of JSON above which a body counts as text',
        name: 'MAX_DEPTH',
        file: 'libs/use-cases/event-intake/src/parse-json.ts',
      },
      {
        what: 'Events that are read before other requests have their turn',
        name: 'EVENTS_OF_A_SLICE',
        file: 'libs/use-cases/event-intake/src/read-events.ts',
      },
      {
        what: 'Bytes of events that are read before other requests have their turn',
        name: 'BYTES_OF_A_SLICE',
        file: 'libs/use-cases/event-intake/src/read-events.ts',
      },
      {
        what: 'Values of JSON above which an event is kept in quarantine unread',
        name: 'MAX_VALUES',
        file: 'libs/use-cases/event-intake/src/read-events.ts',
      },
      {
        what: 'Time to make the events of one request durable, in ms',
        name: 'DURABLE_WITHIN_MS',
        file: `${API}/events/events-route.ts`,
      },
      {
        what: 'Calls of one request that are written at once',
        name: 'MAX_PARALLEL_CALLS',
        file: 'libs/use-cases/event-intake/src/record-events.ts',
      },
      {
        what: 'Further starts of a call that one source reported and that are kept',
        name: 'MAX_OTHER_STARTS',
        file: 'libs/core/call-record/src/cdr/cdr-facts.ts',
      },
      {
        what: 'Unknown fields of one source on a record, in UTF-8 bytes; above, the event is copied to S3',
        name: 'MAX_OTHER_BYTES',
        file: 'libs/core/call-record/src/cdr/other-fields.ts',
      },
      {
        what: 'Longest technical field of an event, in UTF-8 bytes',
        name: 'MAX_WORD_BYTES',
        file: 'libs/core/call-record/src/cdr/event-fields.ts',
      },
      {
        what: 'Longest value of a key-value pair of a flow, in UTF-8 bytes',
        name: 'MAX_VALUE_BYTES',
        file: 'libs/core/call-record/src/cdr/kvps.ts',
      },
      {
        what: 'Key-value pairs on a record, in UTF-8 bytes',
        name: 'MAX_KVPS_BYTES',
        file: 'libs/core/call-record/src/cdr/kvps.ts',
      },
      {
        what: 'Longest text of an event field, in UTF-8 bytes',
        name: 'MAX_TEXT_BYTES',
        file: `${RECORD}/cdr/event-fields.ts`,
      },
      {
        what: 'Longest duration of a call in an event, in ms',
        name: 'MAX_DURATION_MS',
        file: `${RECORD}/cdr/event-fields.ts`,
      },
      {
        what: 'A recording that is longer than its call by more than this is flagged, in ms',
        name: 'LONGER_THAN_CALL_TOLERANCE_MS',
        file: `${RECORD}/flag-audio.ts`,
      },
      {
        what: 'A recording shorter than this share of its call is flagged; else `shorterThanCallShare` in the registry',
        name: 'SHORTER_THAN_CALL_SHARE',
        file: `${RECORD}/shorter-than-call.ts`,
      },
      {
        what: 'Entries of a history before half of it is condensed',
        name: 'MAX_ENTRIES',
        file: `${RECORD}/condense-history.ts`,
      },
      {
        what: 'Size of a history before half of it is condensed, in bytes',
        name: 'MAX_BYTES',
        file: `${RECORD}/condense-history.ts`,
      },
      {
        what: 'Quarantined objects that a record lists',
        name: 'MAX_LISTED',
        file: `${RECORD}/list-quarantined.ts`,
      },
      {
        what: 'Longest id (tenant, group, call) when it is escaped for a key, in bytes',
        name: 'MAX_ESCAPED_BYTES',
        file: `${RECORD}/ids.ts`,
      },
      { what: 'Shards that pending calls are written to', variable: 'RECONCILIATION_SHARDS' },
      { what: 'Shards that the pooler reads', name: 'MAX_SHARDS', file: `${RECORD}/shard-of.ts` },
      {
        what: 'Days until a closed reconciliation is deleted',
        name: 'KEPT_DAYS',
        file: 'libs/core/reconciliation/src/reconciliation/expiry.ts',
      },
    ],
  },
];
