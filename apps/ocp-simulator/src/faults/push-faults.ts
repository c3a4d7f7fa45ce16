import type { FaultTable } from './fault.ts';

/** Faults of what OCP pushes. */
export const pushFaults = {
  'late-push': {
    says: 'one in three lost recordings is pushed after `LATE_PUSH_AFTER_MS`',
    steps: ({ latePushAfterMs }) => [
      { at: 'pushRecording', push: 'lost', from: 1, every: 3, do: { delayMs: latePushAfterMs } },
    ],
  },
  'duplicate-events': {
    says: 'every event is sent twice',
    steps: [{ at: 'events', do: { times: 2 } }],
  },
  'reordered-events': {
    says: 'ends are sent before starts, and every other recording first',
    steps: [
      { at: 'events', do: { order: 'reversed' } },
      { at: 'events', from: 1, every: 2, do: { afterRecording: true } },
    ],
  },
  'lost-starts': {
    says: "every 4th call's first event is never sent",
    steps: [{ at: 'events', every: 4, do: { lose: 'start' } }],
  },
  'lost-events': {
    says: 'no event of every 10th call is ever sent',
    steps: [{ at: 'events', every: 10, do: { lose: 'all' } }],
  },
  'push-outage': {
    says: 'no event and no recording of the calls of the first `PUSH_OUTAGE_DAYS` days is ever pushed',
    steps: ({ pushOutageDays }) => [
      { at: 'events', startedUntilHours: 24 * pushOutageDays, do: { lose: 'all' } },
      { at: 'pushRecording', startedUntilHours: 24 * pushOutageDays, do: { lose: true } },
    ],
  },
  'late-events': {
    says: 'the events of every 4th call are sent half a second later, after its recording',
    steps: [{ at: 'events', every: 4, do: { afterRecording: true, delayMs: 500 } }],
  },
  'encoded-events': {
    says: 'events are gzip, deflate, UTF-16 or ISO-8859-1, in turn',
    steps: [
      {
        at: 'events',
        inTurn: [
          { encoding: 'gzip' },
          { encoding: 'deflate' },
          { encoding: 'utf-16' },
          { encoding: 'iso-8859-1' },
        ],
      },
    ],
  },
  'wrong-clock': {
    says: 'the first event of every 3rd call is eight hours early, and its other events correct it',
    steps: [{ at: 'events', every: 3, do: { clock: { minutes: -480, of: 'start' } } }],
  },
  'duplicate-push': {
    says: 'every recording is pushed twice',
    steps: [{ at: 'pushRecording', do: { times: 2 } }],
  },
  'bad-push': {
    says: 'the first request with a recording carries in turn 44 bytes or a text instead of it',
    steps: [{ at: 'pushRecording', inTurn: [{ firstBytes: 'header' }, { firstBytes: 'text' }] }],
  },
  'form-limits': {
    says: 'pushes have 21 unknown fields, no file name, their labels in a second file, or behind the file, in turn',
    steps: [
      {
        at: 'pushRecording',
        inTurn: [
          { form: 'many-fields' },
          { form: 'no-file-name' },
          { form: 'two-files' },
          { form: 'labels-last' },
        ],
      },
    ],
  },
} as const satisfies FaultTable;
