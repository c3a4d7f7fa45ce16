import type { FaultTable } from './fault.ts';

const TOO_MANY = { code: 'TOO_MANY_REQUESTS', message: 'try again in 1 s' };
const INTERNAL = { code: 'INTERNAL_ERROR', message: 'an internal error in OCP' };
const TEXT = 'The recording is not available at the moment.';

/** Faults of the answers to requests. */
export const answerFaults = {
  'http-429': {
    says: 'every 4th Export API request is throttled',
    steps: [
      { at: 'request', every: 4, do: { answer: { status: 429, retryAfterSeconds: 1, body: TOO_MANY } } },
    ],
  },
  'http-500': {
    says: 'every 5th Export API request fails',
    steps: [{ at: 'request', every: 5, do: { answer: { status: 500, body: INTERNAL } } }],
  },
  'lost-create': {
    says: "each group's first job is made, and the answer is an error",
    steps: [{ at: 'createJob', nth: 1, per: 'group', do: { takesEffect: true, answer: { status: 502 } } }],
  },
  'dropped-answers': {
    says: 'every 6th Export API request gets no answer',
    steps: [{ at: 'request', every: 6, do: { drop: true } }],
  },
  'gzip-answers': {
    says: 'all answers of the Export API are gzip, whatever the client accepts',
    steps: [{ at: 'request', do: { encoding: 'gzip' } }],
  },
  'wrong-ocp-clock': {
    says: "OCP's clock is eight hours ahead",
    steps: [{ at: 'request', do: { clockMinutes: 480 } }],
  },
  'refused-poll': {
    says: "the first three polls of the day's first job are rejected",
    steps: [{ at: 'poll', job: 1, to: 3, do: { answer: { status: 400 } } }],
  },
  'unknown-status': {
    says: "each job's first two polls have status words that are not known",
    steps: [
      { at: 'poll', nth: 1, per: 'job', do: { word: 'WAITING' } },
      { at: 'poll', nth: 2, per: 'job', do: { word: 'PARTIALLY_COMPLETED' } },
    ],
  },
  'page-markers': {
    says: 'listings name no next page by `false`, `"undefined"`, `"null"` or `""`, in turn; every 5th list is null',
    steps: [
      { at: 'listing', every: 5, do: { rows: 'null', nextPage: null } },
      {
        at: 'listing',
        page: 1,
        inTurn: [{ nextPage: false }, { nextPage: 'undefined' }, { nextPage: 'null' }, { nextPage: '' }],
      },
    ],
  },
  'endless-pages': {
    says: "every page of the day's first job names another page",
    steps: [{ at: 'listing', job: 1, do: { endless: true } }],
  },
  'truncated-download': {
    says: "each recording's first download breaks off, or is short under a length that fits",
    steps: [{ at: 'download', nth: 1, per: 'recording', inTurn: [{ cut: 'half' }, { shorten: 'half' }] }],
  },
  'text-as-200': {
    says: "each recording's first download is a text with status 200",
    steps: [{ at: 'download', nth: 1, per: 'recording', do: { answer: { status: 200, body: TEXT } } }],
  },
  'file-404': {
    says: "each recording's first download answers 404",
    steps: [{ at: 'download', nth: 1, per: 'recording', do: { answer: { status: 404 } } }],
  },
  'wrong-bytes': {
    says: "each recording's first download has wrong bytes, of the right length",
    steps: [{ at: 'download', nth: 1, per: 'recording', do: { bytes: 'wrong' } }],
  },
  'token-500': {
    says: 'every second request for a token fails',
    steps: [{ at: 'token', every: 2, do: { answer: { status: 500 } } }],
  },
  'refused-credential': {
    says: 'requests 3 to 6 are refused with 401',
    steps: [{ at: 'request', from: 3, to: 6, do: { answer: { status: 401 } } }],
  },
  'ended-credential': {
    says: 'the credential, or every token, ends with the 10th request; `OCP_NEXT_API_KEY` is accepted then',
    steps: [{ at: 'request', nth: 10, do: { endCredential: true } }],
  },
} as const satisfies FaultTable;
