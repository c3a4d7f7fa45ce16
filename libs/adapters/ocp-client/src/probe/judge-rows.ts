import { readPlaces } from '../dialect/read-place.ts';
import { leavesOf } from './leaves-of.ts';
import type { ProbeFinding } from './probe-finding.ts';

type FoundRows = { readonly rows: readonly unknown[]; readonly findings: readonly ProbeFinding[] };

const isRows = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.some((row) => typeof row === 'object' && row !== null);

/** The rows of a list, by the profile or, if it is wrong, by the first list of objects in the answer. */
export const findRows = (setting: string, places: readonly string[], answer: unknown): FoundRows => {
  const given = readPlaces(answer, places).find((value) => Array.isArray(value) || value === null);
  if (given !== undefined) return { rows: Array.isArray(given) ? (given as unknown[]) : [], findings: [] };
  const lists = leavesOf(answer).filter(({ value }) => isRows(value));
  const whole = isRows(answer) ? [{ place: '', value: answer }] : [];
  const [first] = [...whole, ...lists];
  const finding = {
    setting,
    says: places.join(' or ') || 'not given',
    seen: first
      ? `no list there; there is one at ${first.place || 'the answer itself'}`
      : 'no list in the answer',
    ...(first && { set: JSON.stringify(first.place) }),
  };
  return { rows: first ? (first.value as unknown[]) : [], findings: [finding] };
};
