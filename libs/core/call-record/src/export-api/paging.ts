import { z } from 'zod';
import { type FieldKind, field, placesAt } from './field.ts';

const total = <K extends FieldKind>(kind: K) =>
  field(kind).refine(({ at }) => at.length > 0, 'must name its place in the answer, as /total');

/** By what a listing of pages or offsets says that it is at its end. */
const End = z.discriminatedUnion('by', [
  /** The number of all rows. */
  z.strictObject({ by: z.literal('total'), at: total('number') }),
  /** The number of all pages. */
  z.strictObject({ by: z.literal('pages'), at: total('number') }),
  /** True as long as there are more. */
  z.strictObject({ by: z.literal('more'), at: total('word').transform(({ at }) => at) }),
  z.strictObject({ by: z.literal('emptyPage') }),
]);

/** How OCP divides a listing into pages. */
export const Paging = z.discriminatedUnion('by', [
  /** Each answer has the token, name or number of the next page. */
  z.strictObject({
    by: z.literal('token'),
    /** Of the first page; null if its request has none. */
    first: z.string().min(1).nullable().default('1'),
    next: placesAt('/nextPage'),
  }),
  /** Each answer has a link to the next page. */
  z.strictObject({ by: z.literal('link'), next: placesAt('/next') }),
  z.strictObject({ by: z.literal('page'), first: z.int().min(0).default(1), end: End }),
  z
    .strictObject({ by: z.literal('offset'), limit: z.int().min(1).max(10_000), end: End })
    .refine(({ end }) => end.by !== 'pages', {
      path: ['end', 'by'],
      error: 'must be one of: total, more, emptyPage',
    }),
]);
export type Paging = z.infer<typeof Paging>;
