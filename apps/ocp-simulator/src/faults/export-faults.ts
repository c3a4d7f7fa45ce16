import type { FaultTable } from './fault.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Faults of export jobs and of their listings. */
export const exportFaults = {
  'slow-job': {
    says: 'jobs take four times as long',
    steps: [{ at: 'job', do: { durationTimes: 4 } }],
  },
  'failed-job': {
    says: "each group's first job fails",
    steps: [{ at: 'job', nth: 1, per: 'group', do: { fails: 'the export failed in OCP' } }],
  },
  'busy-slot': {
    says: "the console holds each group's slot for `BUSY_SLOT_MS` from its first attempt",
    steps: ({ busySlotMs }) => [{ at: 'slot', nth: 1, per: 'group', do: { busyMs: busySlotMs } }],
  },
  'lost-job': {
    says: "OCP forgets each group's first job when it is made",
    steps: [{ at: 'job', nth: 1, per: 'group', do: { vanishesAfterMs: 0 } }],
  },
  'hung-job': {
    says: "each group's first job runs for a day",
    steps: [{ at: 'job', nth: 1, per: 'group', do: { durationMs: DAY_MS } }],
  },
  'expired-job': {
    says: "each group's first job expires as soon as it has finished",
    steps: [{ at: 'job', nth: 1, per: 'group', do: { lifeMs: 0 } }],
  },
  'not-found': {
    says: 'each lost recording is missing from the first job that covers it',
    steps: [{ at: 'entry', push: 'lost', nth: 1, per: 'recording', do: { as: 'not-found' } }],
  },
  'late-recording': {
    says: 'the first three jobs that cover a lost recording do not list it',
    steps: [{ at: 'entry', push: 'lost', to: 3, per: 'recording', do: { as: 'absent' } }],
  },
  'errors-list': {
    says: 'the first job that covers a lost recording names it in `errors`',
    steps: [{ at: 'entry', push: 'lost', nth: 1, per: 'recording', do: { as: 'error' } }],
  },
  'poison-row': {
    says: "the first row of each group's first job names no call",
    steps: [{ at: 'entry', nth: 1, per: 'group', do: { as: 'unreadable' } }],
  },
  'poison-cdr': {
    says: "of each group's first CDRs, one is half of its JSON, and one names no call",
    steps: [
      { at: 'cdr', nth: 1, per: 'group', do: { as: 'broken' } },
      { at: 'cdr', nth: 2, per: 'group', do: { as: 'unreadable' } },
    ],
  },
  'cdrs-missing': {
    says: 'jobs leave out every second CDR',
    steps: [{ at: 'cdr', every: 2, per: 'job', do: { as: 'absent' } }],
  },
  'two-recordings': {
    says: 'each call is listed twice: in turn with a file of 44 bytes before, and with a good file behind',
    steps: [
      {
        at: 'entry',
        inTurn: [
          { second: { bytes: 'header', listed: 'before' } },
          { second: { bytes: 'whole', listed: 'after' } },
        ],
      },
    ],
  },
  'size-differs': {
    says: 'every size in a listing is 7 bytes too large',
    steps: [{ at: 'entry', do: { sizeOff: 7 } }],
  },
  'large-ids': {
    says: 'ids of jobs and recordings are JSON numbers beyond 2^53',
    steps: [
      { at: 'job', do: { numbersFrom: '9007199254740992' } },
      { at: 'entry', do: { numbersFrom: '9007199254740992' } },
    ],
  },
  'empty-listing': {
    says: "the listing of the day's first job is empty",
    steps: [{ at: 'entry', job: 1, do: { as: 'absent' } }],
  },
  'half-listing': {
    says: 'each job leaves out every second recording',
    steps: [{ at: 'entry', every: 2, per: 'job', do: { as: 'absent' } }],
  },
} as const satisfies FaultTable;
