import { type ExportApi, normalizeWord } from '@recordings/call-record';
import type { JobStatusName } from '@recordings/reconciliation';

/** Our name for OCP's word. Case and separators do not matter; an unknown word gives `UNKNOWN`. */
export const jobStatusName = (words: ExportApi['statusWords'], raw: string): JobStatusName => {
  const word = normalizeWord(raw);
  return Object.hasOwn(words, word) ? words[word]! : 'UNKNOWN';
};
