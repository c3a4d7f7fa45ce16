import type { ExportProfile } from '../export/export-profile.ts';

/** Where the answers of an Export API have what steps change: JSON pointers, and names of fields. */
export type AnswerForm = {
  readonly word: string;
  readonly rows: string;
  /** Makes the listing without end, on a page of this number. */
  readonly endless: (page: number) => Readonly<Record<string, unknown>>;
  readonly nextPage: string;
  /** Times of jobs, as ISO text or epoch seconds. */
  readonly times: ReadonlySet<string>;
  /** In a row of a listing. */
  readonly row: {
    /** All that names the call. */
    readonly call: readonly string[];
    readonly sizeBytes: string;
    readonly sha256: string;
  };
};

export const answerForms: Readonly<Record<ExportProfile['shape'], AnswerForm>> = {
  documents: {
    word: '/status',
    rows: '/recordings',
    endless: (page) => ({ '/nextPage': page + 1 }),
    nextPage: '/nextPage',
    times: new Set(['createdAt', 'completedAt', 'estimatedCompletionTime']),
    row: { call: ['/callId', '/fileName'], sizeBytes: '/sizeBytes', sha256: '/sha256' },
  },
  enveloped: {
    word: '/data/export/state',
    rows: '/data/items',
    // It pages by offset and total.
    endless: () => ({ '/data/total': 1_000_000_000 }),
    nextPage: '/data/total',
    times: new Set(['made', 'ready']),
    row: { call: ['/call/dialog', '/file/name'], sizeBytes: '/file/bytes', sha256: '/file/sum' },
  },
};
