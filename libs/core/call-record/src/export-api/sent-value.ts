import { z } from 'zod';

/** How a value is written in a request. `number` is for ids that OCP wants as numbers. */
const SENT_FORMS = {
  instant: ['iso', 'isoSeconds', 'epochMs', 'epochSeconds'],
  /** `list`: a list in JSON. */
  list: ['list', 'commas'],
  other: ['string', 'number'],
} as const;
export type SentForm = (typeof SENT_FORMS)[keyof typeof SENT_FORMS][number];

const INSTANTS: ReadonlySet<string> = new Set(['fromDate', 'toDate']);
const LISTS: ReadonlySet<string> = new Set(['types']);

const formsOf = (value: string): readonly [SentForm, ...SentForm[]] => {
  if (INSTANTS.has(value)) return SENT_FORMS.instant;
  return LISTS.has(value) ? SENT_FORMS.list : SENT_FORMS.other;
};

/** One value of a request: something that we know, or a constant. */
export type SentValue =
  | { readonly value: string; readonly as: SentForm }
  | { readonly constant: string | number | boolean };

/** @param names the values that are known when the request is made. */
export const sentValue = (names: readonly [string, ...string[]]) => {
  const Constant = z.strictObject({ constant: z.union([z.string(), z.number(), z.boolean()]) });
  const Value = z
    .strictObject({
      value: z.enum(names, { error: `must be one of: ${names.join(', ')}` }),
      as: z.string().optional(),
    })
    .transform(({ value, as }, context) => {
      const forms = formsOf(value);
      if (as !== undefined && !forms.some((form) => form === as))
        context.addIssue({ code: 'custom', path: ['as'], message: `must be one of: ${forms.join(', ')}` });
      return { value, as: (as ?? forms[0]) as SentForm };
    });
  return z.unknown().transform((given, context): SentValue => {
    const isConstant = typeof given === 'object' && given !== null && 'constant' in given;
    const { data, error } = (isConstant ? Constant : Value).safeParse(given);
    for (const { path, message } of error?.issues ?? [])
      context.addIssue({ code: 'custom', path: [...path], message });
    return data ?? { constant: '' };
  });
};
