import { z } from 'zod';

/** The vendor documents only `expired`. The other words are from the requirement documents, with usual synonyms. */
const DEFAULT_STATUS_WORDS = {
  CREATED: ['created', 'new', 'accepted', 'submitted', 'queued', 'pending', 'scheduled'],
  IN_PROGRESS: ['inprogress', 'progress', 'running', 'processing', 'started', 'active', 'exporting'],
  COMPLETED: ['completed', 'complete', 'done', 'finished', 'succeeded', 'success', 'ready'],
  FAILED: ['failed', 'failure', 'error', 'cancelled', 'canceled', 'aborted'],
  EXPIRED: ['expired'],
} as const;

type StatusWordName = keyof typeof DEFAULT_STATUS_WORDS;
const NAMES = Object.keys(DEFAULT_STATUS_WORDS) as StatusWordName[];

/** Case, spaces and separators of a word do not matter. */
export const normalizeWord = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const Words = z.array(z.string().refine((word) => normalizeWord(word) !== '', 'must have a letter or digit'));

const Given = z.strictObject({
  CREATED: Words.optional(),
  IN_PROGRESS: Words.optional(),
  COMPLETED: Words.min(1, 'must have a word, or no job would ever end well').optional(),
  FAILED: Words.optional(),
  EXPIRED: Words.optional(),
});

/**
 * OCP's words for the status of a job. The words of a status that is given replace ours. A word that is given for one
 * status no longer means another.
 */
export const StatusWords = Given.transform((given, context): Readonly<Record<string, StatusWordName>> => {
  const meanings = new Map<string, StatusWordName>();
  for (const name of NAMES)
    for (const word of given[name] === undefined ? DEFAULT_STATUS_WORDS[name] : []) meanings.set(word, name);
  const owners = new Map<string, StatusWordName>();
  for (const name of NAMES) {
    (given[name] ?? []).forEach((word, at) => {
      const owner = owners.get(normalizeWord(word));
      if (owner !== undefined && owner !== name)
        context.addIssue({
          code: 'custom',
          path: [name, at],
          message: `"${word}" is there for ${owner} too`,
        });
      owners.set(normalizeWord(word), name);
      meanings.set(normalizeWord(word), name);
    });
  }
  return Object.fromEntries(meanings);
});
