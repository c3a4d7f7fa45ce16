import type { AnswerForm } from '../answers/answer-form.ts';
import { changeJson, readAt, removeAt, setAt } from '../answers/json-text.ts';
import type { EntryEffects } from '../script/export-effects.ts';

/** What differs in a row of a listing. */
export type RowChanges = Pick<EntryEffects, 'sizeOff' | 'sha256' | 'set' | 'remove'> & {
  readonly as?: EntryEffects['as'];
};

/** Changes the row itself. */
export const changeRow = (row: object, changes: RowChanges | undefined, { row: at }: AnswerForm): object => {
  if (changes === undefined) return row;
  if (changes.as === 'unreadable') for (const pointer of at.call) removeAt(row, pointer);
  if (changes.sizeOff !== undefined) {
    const size = readAt(row, at.sizeBytes);
    const wrong = Number(size) + changes.sizeOff;
    setAt(row, at.sizeBytes, typeof size === 'string' ? String(wrong) : wrong);
  }
  if (changes.sha256 === 'none') removeAt(row, at.sha256);
  if (changes.sha256 === 'wrong') setAt(row, at.sha256, wrongSum(String(readAt(row, at.sha256))));
  changeJson(row, changes);
  return row;
};

/** Another checksum, in hex or base64. */
export const wrongSum = (sum: string): string => (sum.startsWith('a') ? 'b' : 'a') + sum.slice(1);
