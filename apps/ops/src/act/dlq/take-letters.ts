import { factsOf, type LetterFacts } from './letter-facts.ts';
import type { Letter, LetterBox } from './make-letter-box.ts';

export type LetterFilter = {
  /** The beginning of their reason. */
  readonly reason?: string;
  readonly tenant?: string;
  readonly limit: number;
  /** Only letters that were sent then or earlier. Epoch milliseconds. */
  readonly sentUntilMs?: number;
};

export type TakenLetter = { readonly letter: Letter; readonly facts: LetterFacts };

/** Takes the letters that fit, at most `limit`, and releases the others. Taken ones are hidden for 15 minutes. */
export const takeLetters = async (
  box: LetterBox,
  { reason, tenant, limit, sentUntilMs = Number.POSITIVE_INFINITY }: LetterFilter,
): Promise<TakenLetter[]> => {
  const taken: TakenLetter[] = [];
  const left: Letter[] = [];
  for await (const letters of box.letters()) {
    for (const letter of letters) {
      const facts = factsOf(letter);
      const fits =
        letter.sentAt <= sentUntilMs &&
        (reason === undefined || facts.reason.startsWith(reason)) &&
        (tenant === undefined || facts.tenant === tenant);
      if (fits && taken.length < limit) taken.push({ letter, facts });
      else left.push(letter);
    }
    if (taken.length >= limit) break;
  }
  for (const letter of left) await box.release(letter);
  return taken;
};
