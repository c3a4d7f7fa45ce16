import type { Topic } from './limit.ts';

const QUESTIONS = 'libs/use-cases/call-questions/src';
const COUNTS = 'libs/core/call-record/src/counts/hours.ts';

/** Limits of questions about calls, and of the counts behind them. */
export const questionTopics: readonly Topic[] = [
  {
    title: 'Questions about calls',
    limits: [
      {
        what: 'Longest range of a list of calls, in days',
        name: 'MAX_DAYS',
        file: `${QUESTIONS}/finding/call-query.ts`,
      },
      { what: 'Calls of one page', name: 'MAX_CALLS', file: `${QUESTIONS}/finding/call-query.ts` },
      {
        what: 'Calls that one page looks at',
        name: 'MAX_LOOKED_AT',
        file: `${QUESTIONS}/finding/make-find-calls.ts`,
      },
      {
        what: 'Longest range of a question about completeness, in days',
        name: 'MAX_DAYS',
        file: `${QUESTIONS}/completeness/completeness-query.ts`,
      },
      {
        what: 'Hours times groups of one answer about completeness',
        name: 'MAX_CELLS',
        file: `${QUESTIONS}/completeness/make-read-completeness.ts`,
      },
      {
        what: 'Groups that the registry lacks and that are counted by name in one hour; further ones are counted together',
        name: 'MAX_UNREGISTERED_GROUPS',
        file: 'libs/core/call-record/src/counts/hour-counts.ts',
      },
      { what: 'Time from the end of an hour to its count, in ms', name: 'CLOSED_AFTER_MS', file: COUNTS },
      {
        what: 'Hours of a tenant that one run counts for the first time, and marked hours that it counts again',
        name: 'MAX_HOURS',
        file: `${QUESTIONS}/counting/make-count-hours.ts`,
      },
      {
        what: 'Time after which a run that counts hours leaves what is left to the next run, in ms',
        name: 'MAX_RUN_MS',
        file: `${QUESTIONS}/counting/make-count-hours.ts`,
      },
    ],
  },
];
