import { cutText } from '../item-size.ts';
import type { CdrFacts } from './cdr-facts.ts';
import { isMissing } from './is-missing.ts';
import { addWhatFits } from './other-fields.ts';

/** UTF-8 bytes of one value, and of all names and values together. */
const MAX_VALUE_BYTES = 256;
const MAX_KVPS_BYTES = 4_096;

/** OCP's key-value pairs of a dialog: `[{key, value, step}]`. If a key is there twice, its last value counts. */
export const readKvps = (value: unknown): Readonly<Record<string, string>> | undefined => {
  if (!Array.isArray(value)) return undefined;
  const pairs = value.flatMap((pair: unknown) => readPair(pair));
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
};

const readPair = (pair: unknown): [string, string][] => {
  if (typeof pair !== 'object' || pair === null || !('key' in pair) || !('value' in pair)) return [];
  const { key, value } = pair;
  if (typeof key !== 'string' || isMissing(key) || isMissing(value) || typeof value === 'object') return [];
  const text = String(value).slice(0, MAX_VALUE_BYTES).toWellFormed();
  return [[key, cutText(text, MAX_VALUE_BYTES)]];
};

/** Keeps the pairs that the registry lists for the group: a flow may put anything about a caller into the others. */
export const keepListedKvps = (facts: CdrFacts, listed: readonly string[] = []): CdrFacts => {
  const { kvps, ...others } = facts;
  if (kvps === undefined) return facts;
  const kept = Object.entries(kvps).filter(([key]) => listed.includes(key));
  if (kept.length === 0) return others;
  return { ...others, kvps: addWhatFits({}, Object.fromEntries(kept), MAX_KVPS_BYTES) };
};
