import { z } from 'zod';

/** A number or word of the documents that the project has as a variable's default, a constant, or a part of an alarm. */
export const Figure = z.union([
  z.strictObject({ variable: z.string(), is: z.union([z.string(), z.number()]) }),
  z.strictObject({ constant: z.string(), file: z.string(), is: z.string() }),
  z.strictObject({ alarm: z.string(), is: z.record(z.string(), z.union([z.string(), z.number()])) }),
]);
export type Figure = z.infer<typeof Figure>;

/** One line of the document (1 to 5), as `5:1204`. */
const Place = z.string().regex(/^[1-5]:\d+$/);

const Row = z.strictObject({
  /** What the documents ask for. */
  what: z.string(),
  /** Ids of `names.json`. Their places are places of the row. */
  names: z.array(z.string()).default([]),
  /** Further places in the documents. */
  places: z.array(Place).default([]),
  /** A path from the root of the repository, and after `#` a text of that file. */
  code: z.array(z.string()).default([]),
  /** File and title: the plain title of the test, or the titles of its blocks and its own, joined by ` > `. */
  tests: z.array(z.record(z.string(), z.string())).default([]),
  figures: z.array(Figure).default([]),
  /** The sentence of the design that replaces the row: its key in `decisions.yaml`. */
  decision: z.string().optional(),
  /** The row is open. What is missing. */
  missing: z.string().optional(),
  note: z.string().optional(),
});
export type Row = z.infer<typeof Row>;

/** The rows of one page of `docs/requirements`. */
export const Page = z.strictObject({
  title: z.string(),
  sections: z.array(z.strictObject({ title: z.string(), rows: z.array(Row) })),
});
export type Page = z.infer<typeof Page>;

/** A name of the documents, with the first line in which each part of a document has it. */
export const Name = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  places: z.array(Place).min(1),
});
export type Name = z.infer<typeof Name>;

export type Status = 'built' | 'replaced' | 'open';

export const statusOf = ({ missing, decision }: Row): Status => {
  if (missing !== undefined) return 'open';
  return decision === undefined ? 'built' : 'replaced';
};
