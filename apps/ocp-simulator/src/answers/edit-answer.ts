import type { AnswerEffects } from '../script/answer-effects.ts';
import type { AnswerForm } from './answer-form.ts';
import { changeJson, parseJson, readAt, setAt } from './json-text.ts';

const MINUTE_MS = 60_000;

/** Changes a JSON answer as the steps say. @param page of a listing, from 1. */
export const editAnswer = (
  text: string,
  effects: Pick<AnswerEffects, 'word' | 'rows' | 'nextPage' | 'endless' | 'clockMinutes' | 'set' | 'remove'>,
  form: AnswerForm,
  page: number,
): string => {
  const answer = parseJson(text);
  if (effects.word !== undefined) setAt(answer, form.word, effects.word);
  if (effects.rows !== undefined) setAt(answer, form.rows, rowsOf(readAt(answer, form.rows), effects.rows));
  if (effects.nextPage !== undefined) setAt(answer, form.nextPage, effects.nextPage);
  if (effects.endless) changeJson(answer, { set: form.endless(page) });
  if (effects.clockMinutes !== undefined) moveTimes(answer, form.times, effects.clockMinutes * MINUTE_MS);
  changeJson(answer, effects);
  return JSON.stringify(answer);
};

const rowsOf = (rows: unknown, keep: NonNullable<AnswerEffects['rows']>): unknown => {
  switch (keep) {
    case 'none':
      return [];
    case 'half':
      return Array.isArray(rows) ? rows.filter((_, at) => at % 2 === 1) : rows;
    case 'null':
      return null;
    default:
      return keep satisfies never;
  }
};

/** Moves every field of these names, at any depth. */
const moveTimes = (value: unknown, names: ReadonlySet<string>, byMs: number): void => {
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Record<string, unknown>;
  for (const [name, inner] of Object.entries(fields)) {
    if (names.has(name)) fields[name] = movedTime(inner, byMs);
    else moveTimes(inner, names, byMs);
  }
};

const movedTime = (time: unknown, byMs: number): unknown =>
  typeof time === 'number' ? time + byMs / 1_000 : new Date(Date.parse(String(time)) + byMs).toISOString();
