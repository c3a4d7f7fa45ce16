/** Long enough for a sentence; it is copied to every call of a job, and again with every repetition. */
const MAX_CHARACTERS = 300;

/** Query strings can hold credentials. */
const QUERY = /\?\S*=\S*/g;

/** Digits that can be a phone number: seven or more in a row, or an international number however it is spaced. */
const NUMBERS = /\+\d[\d .()/-]{5,}\d|\d{7,}/g;

const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s\uFFFE\uFFFF]+/gu;

/**
 * What OCP writes in words, fit for a log line and a record: one short line, without what can be a credential or a
 * phone number.
 *
 * @returns undefined if nothing is left to read.
 */
export const readableProse = (said: string): string | undefined => {
  const line = said
    .replace(QUERY, '?[redacted]')
    .replace(NUMBERS, '[digits]')
    .replace(UNPRINTABLE, ' ')
    .trim()
    .slice(0, MAX_CHARACTERS);
  // A cut may go through a pair of surrogates.
  return line.replace(/[\uD800-\uDBFF]$/, '') || undefined;
};
