import { z } from 'zod';

/** The forms in which an OCP may give a value, by what the value is. The first of each is the default. */
export const CONVERTERS = {
  /** Text, or a number with all its digits. */
  id: ['string'],
  text: ['string'],
  /** `word`: text, a number, true or false. */
  word: ['string', 'word'],
  /** `instant`: ISO 8601 with a zone, or epoch milliseconds. */
  instant: ['instant', 'iso', 'epochMs', 'epochSeconds'],
  /** `clock`: 1:02:03 or 02:03. */
  duration: ['seconds', 'milliseconds', 'clock'],
  /** `digits`: a number, or digits as text. */
  number: ['number', 'digits'],
  /** `fraction`: 0 to 1. */
  percent: ['percent', 'fraction'],
  /** A SHA-256. */
  checksum: ['hex', 'base64'],
} as const satisfies Readonly<Record<string, readonly [string, ...string[]]>>;

export type FieldKind = keyof typeof CONVERTERS;
export type Converter<K extends FieldKind = FieldKind> = (typeof CONVERTERS)[K][number];

/** Where a value is in OCP's answer, and in which form. The first place that has a readable value counts. */
export type Field<K extends FieldKind = FieldKind> = {
  readonly at: readonly string[];
  readonly as: Converter<K>;
};

/** RFC 6901: "" is the whole answer, "/data/id" a place in it. */
export const JsonPointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])*)*$/, 'must be a JSON pointer, as /data/id, or empty for the whole answer');

const Places = z
  .union([JsonPointer.transform((place) => [place]), z.array(JsonPointer)], {
    error: 'must be a JSON pointer, as /data/id, or a list of them',
  })
  .readonly();

/** JSON pointers. Without one, OCP does not give what they stand for. */
export const placesAt = (...places: readonly string[]) => Places.default(places);

/** A field of OCP's answer: `/data/id`, a list of such places, or `{ at, as }`. */
export const field = <K extends FieldKind>(kind: K, ...places: readonly string[]) => {
  const forms: readonly [string, ...string[]] = CONVERTERS[kind];
  const As = z.enum(forms, { error: `must be one of: ${forms.join(', ')}` }).default(forms[0]);
  const Full = z.strictObject({ at: Places, as: As });
  const Short = Places.transform((at) => ({ at, as: forms[0] }));
  return z
    .unknown()
    .transform((given, context): unknown => {
      const shape = typeof given === 'object' && given !== null && !Array.isArray(given) ? Full : Short;
      const { data, error } = shape.safeParse(given);
      for (const { path, message } of error?.issues ?? [])
        context.addIssue({ code: 'custom', path: [...path], message });
      return data;
    })
    .transform((data) => data as Field<K>)
    .default({ at: places, as: forms[0] as Converter<K> });
};
