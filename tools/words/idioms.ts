/** A turn of phrase that a tired reader has to read twice. */
export type Idiom = {
  /** Matches the words in prose, in any case. */
  readonly pattern: RegExp;
  /** What to write instead. */
  readonly write: string;
};

/** The worst idioms. Keep the list short: a phrase belongs here if people keep writing it. */
export const idioms: readonly Idiom[] = [
  {
    pattern: /\btold\b|\btelling\b/i,
    write: 'reported, received',
  },
  {
    pattern: /\b(stands|stood) (there|already|between)\b|\b(object|record|call) (stands|stood)\b(?! for)/i,
    write: 'exists, the stored object',
  },
  { pattern: /\blets? (it|them|him|her|\w+) go\b|\b(let|lets|letting) go of\b/i, write: 'release' },
  {
    pattern: /\b(comes?|came|coming|brings?|brought|bringing) (it |them |every call )?home\b/i,
    write: 'is stored, recover',
  },
  { pattern: /\bnobody\b/i, write: 'who: no worker, an unregistered group, an unknown sender' },
  { pattern: /\bwhoever\b/i, write: 'the worker (sender, reader) that' },
  { pattern: /\bnobody knows\b/i, write: 'unknown' },
  { pattern: /\bfor now\b/i, write: 'until ..., or leave it out' },
  { pattern: /\bpass(es)? by itself\b|\b(fault|error) (that|which) passes\b/i, write: 'is transient' },
  { pattern: /\bit is over\b|\bcall is over\b/i, write: 'it is final; it will not be retried' },
  {
    pattern: /\bkeeps? (the |no )?others? from (nothing|it)\b|\bfrom nothing\b/i,
    write: 'does not block the others',
  },
  { pattern: /\b(takes?|by) the same road\b|\bone road\b/i, write: 'the same code, the same steps' },
  { pattern: /\bwhat becomes of\b/i, write: 'the outcome of' },
];
