import { type Field, type FieldKind, parseRecordingName } from '@recordings/call-record';
import { converters } from '../dialect/converters.ts';
import { readField } from '../dialect/read-field.ts';
import { readPlace } from '../dialect/read-place.ts';
import { leavesOf } from './leaves-of.ts';
import { type ProbeFinding, shortText } from './probe-finding.ts';

/** A field of the profile: what it is, how OCP may call it, and whether nothing works without it. */
export type KnownField = {
  readonly kind: FieldKind;
  readonly names: RegExp;
  readonly isNeeded?: boolean;
  /** Whether a value that can be read can also be true. */
  readonly isPlausible?: (value: string) => boolean;
};

/** What OCP writes for a value that it does not have. */
const NOTHING: ReadonlySet<unknown> = new Set([undefined, null, '', 'undefined', 'null']);

/** Compares a field of the profile with answers that may have it. @returns nothing if one of them has it. */
export const judgeField = (
  setting: string,
  field: Field,
  known: KnownField,
  answers: readonly unknown[],
): ProbeFinding[] => {
  const { isPlausible = () => true } = known;
  const isRead = answers.some((answer) => {
    const value = readField(known.kind, field as never, answer);
    return value !== undefined && isPlausible(String(value));
  });
  if (isRead || answers.length === 0) return [];
  const says = field.at.length === 0 ? 'not given' : `${field.at.join(' or ')} as ${field.as}`;
  const misread = findMisread(field, known, answers);
  if (misread) return [{ setting, says, ...misread }];
  const found = findElsewhere(field, known, answers[0]);
  if (found.length === 0 && !known.isNeeded) return [];
  return [{ setting, says, ...sayElsewhere(found) }];
};

type Seen = Pick<ProbeFinding, 'seen' | 'set'>;

/** The place has a value, and its form is another. */
const findMisread = ({ at }: Field, known: KnownField, answers: readonly unknown[]): Seen | undefined => {
  for (const answer of answers) {
    for (const place of at) {
      const value = readPlace(answer, place);
      if (NOTHING.has(value) || typeof value === 'object') continue;
      const form = formOf(known, value);
      return {
        seen: `${shortText(value)} at ${place}${form === undefined ? ', in a form that is not known' : ''}`,
        ...(form !== undefined && { set: `{ at: ${place}, as: ${form} }` }),
      };
    }
  }
  return undefined;
};

const formOf = ({ kind, isPlausible = () => true }: KnownField, value: unknown): string | undefined =>
  Object.entries(converters[kind] as Readonly<Record<string, (value: unknown) => unknown>>).find(
    ([, read]) => {
      const found = read(value);
      return found !== undefined && isPlausible(String(found));
    },
  )?.[0];

type Found = { readonly place: string; readonly form: string };

const findElsewhere = ({ at }: Field, known: KnownField, answer: unknown): Found[] =>
  leavesOf(answer).flatMap(({ place, name, value }) => {
    const form = formOf(known, value);
    if (form === undefined || at.includes(place) || !fits(known, place, name, value)) return [];
    return [{ place, form }];
  });

const fits = ({ kind, names }: KnownField, place: string, name: string, value: unknown): boolean => {
  if (kind === 'checksum') return true;
  if (kind === 'text' && typeof value === 'string' && parseRecordingName(value)) return true;
  return names.test(name) || names.test(place.replaceAll('/', ''));
};

const MAX_PLACES = 3;

const sayElsewhere = (found: readonly Found[]): Seen => {
  const [first, ...others] = found;
  if (!first) return { seen: 'no value like it in the answer' };
  const set = (one: Found): string => `{ at: ${one.place}, as: ${one.form} }`;
  const more = others.slice(0, MAX_PLACES - 1).map(({ place }) => place);
  return {
    seen: `nothing there; a value like it is at ${[first.place, ...more].join(', ')}`,
    set: set(first),
  };
};
