import type { Field, FieldKind } from '@recordings/call-record';
import { keptId, optionalCount } from '../answer-fields.ts';
import { readableProse } from '../ocp-prose.ts';
import { converters } from './converters.ts';
import { readPlace } from './read-place.ts';

type Values = {
  readonly id: string;
  readonly text: string;
  readonly word: string;
  readonly instant: string;
  readonly duration: number;
  readonly number: number;
  readonly percent: number;
  readonly checksum: string;
};

/** The first readable value of a field; undefined if the answer has none. */
export const readField = <K extends FieldKind>(
  kind: K,
  { at, as }: Field<K>,
  answer: unknown,
): Values[K] | undefined => {
  const read = (converters[kind] as Readonly<Record<string, (value: unknown) => unknown>>)[as]!;
  for (const place of at) {
    const value = read(readPlace(answer, place));
    if (value !== undefined) return value as Values[K];
  }
  return undefined;
};

/** The first id that we can store and use in a request. */
export const readKeptId = ({ at, as }: Field<'id'>, answer: unknown): string | undefined => {
  for (const place of at) {
    const found = keptId.safeParse(readField('id', { at: [place], as }, answer));
    if (found.success) return found.data;
  }
  return undefined;
};

/** OCP's words as a short line. */
export const readProse = (
  field: Field<'text'>,
  answer: unknown,
  redact: (text: string) => string = (text) => text,
): string | undefined => {
  const text = readField('text', field, answer);
  return text === undefined ? undefined : readableProse(redact(text));
};

/** The first whole number of at least 0. */
export const readCount = ({ at, as }: Field<'number'>, answer: unknown): number | undefined =>
  at
    .map((place) => optionalCount.parse(readField('number', { at: [place], as }, answer)))
    .find((count) => count !== undefined);
