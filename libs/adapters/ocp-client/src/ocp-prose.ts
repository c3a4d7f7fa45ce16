import { redactText } from '@recordings/pii';

/** Enough for a sentence. The text is copied to every call of a job, again at each retry. */
const MAX_CHARACTERS = 300;

/** Query strings can contain credentials. */
const QUERY = /\?\S*=\S*/g;

/** Possible phone numbers: seven or more digits in a row, or an international number with any separators. */
const NUMBERS = /\+\d[\d .()/-]{5,}\d|\d{7,}/g;

const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\s\uFFFE\uFFFF]+/gu;

/**
 * OCP's text, made fit for a log line and a record: one line of at most 300 characters, without possible credentials
 * or phone numbers.
 *
 * @returns undefined if no text is left.
 */
export const readableProse = (text: string): string | undefined => {
  const safe = text.replace(QUERY, '?[redacted]').replace(NUMBERS, '[digits]');
  const line = redactText(safe).replace(UNPRINTABLE, ' ').trim().slice(0, MAX_CHARACTERS);
  // The cut may have split a surrogate pair.
  return line.replace(/[\uD800-\uDBFF]$/, '') || undefined;
};
