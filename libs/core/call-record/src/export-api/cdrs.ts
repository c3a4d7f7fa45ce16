import { z } from 'zod';
import { field, placesAt } from './field.ts';
import { normalizeWord } from './status-words.ts';

/** A type goes into a list that may be sent as text with commas. */
const ExportType = z.string().regex(/^[^\s,]+$/, 'must be one word without commas');

/** The types that a job is asked for, in OCP's words. Without any, the request names none. */
export const ExportTypes = z
  .strictObject({
    /** A job that recovers recordings. */
    recovery: z.array(ExportType).readonly().default([]),
    /** A job that lists all calls of a range. `[]`: OCP exports no CDRs, and its recordings alone name the calls. */
    sweep: z.array(ExportType).readonly().default(['Audio', 'dialog_start', 'dialog_end']),
  })
  .prefault({});

/** Where the listing of a job has CDRs. */
export const Cdrs = z.strictObject({
  /** Lists of them, in the answer that has the recordings. They may be the list of the recordings. */
  rows: placesAt('/cdrs'),
  /** What a row says that it is. Without a place, each row of these lists is a CDR. */
  kind: field('word'),
  /** The words of CDRs there. Case and separators do not matter. */
  kinds: z
    .array(z.string().min(1))
    .default(['dialog_start', 'dialog_step', 'dialog_end'])
    .transform((words) => words.map(normalizeWord)),
  /** The CDR in its row, as an object or as its JSON in a text. "" is the row itself; `[]`: it is in a file. */
  document: placesAt(''),
  /** The file that has the CDRs of a row: its id in the path of `cdrFile`, or its link. */
  fileId: field('id', '/id'),
  link: field('text', '/url'),
});
