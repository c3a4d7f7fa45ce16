import { type ExportApi, normalizeWord } from '@recordings/call-record';
import { parseLosslessJson } from '../parse-lossless-json.ts';
import type { PageCdr } from './dialect.ts';
import { readField, readKeptId } from './read-field.ts';
import { readPlace, readPlaces } from './read-place.ts';

type Fields = ExportApi['cdrs'];

/** Whether a row is a CDR by what it says of itself. */
const isOfCdrKind = ({ kind, kinds }: Fields, row: unknown): boolean => {
  const word = readField('word', kind, row);
  return word !== undefined && kinds.includes(normalizeWord(word));
};

/** Whether a row of the list of the recordings is a CDR. */
export const isCdrRow = (fields: Fields, row: unknown): boolean =>
  fields.kind.at.length > 0 && isOfCdrKind(fields, row);

/** The rows of CDRs in an answer that are not in the list of the recordings. A row of another kind is left out. */
export const readCdrRows = (
  { cdrs, jobRecordings }: Pick<ExportApi, 'cdrs' | 'jobRecordings'>,
  answer: unknown,
): readonly unknown[] =>
  readPlaces(
    answer,
    cdrs.rows.filter((place) => !jobRecordings.rows.includes(place)),
  )
    .flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []))
    .filter((row) => cdrs.kind.at.length === 0 || isOfCdrKind(cdrs, row));

/** The CDR of a row, or the file that has it. A row that has neither is taken for the CDR itself: it is kept, not lost. */
export const readCdrRow = (fields: Fields, row: unknown): PageCdr => {
  for (const place of fields.document) {
    const found = readPlace(row, place);
    if (typeof found === 'string') return { kind: 'cdr', cdr: parseLosslessJson(found) ?? found };
    if (typeof found === 'object' && found !== null) return { kind: 'cdr', cdr: found };
  }
  const fileId = readKeptId(fields.fileId, row);
  const link = readField('text', fields.link, row);
  if (fileId === undefined && link === undefined) return { kind: 'cdr', cdr: row };
  return {
    kind: 'file',
    ...(fileId !== undefined && { fileId }),
    ...(link !== undefined && { link }),
  };
};

/** The CDRs of a file: JSON, or JSON on each line. What is not JSON is given as its text. */
export const readCdrFile = (places: readonly string[], text: string): readonly unknown[] => {
  const whole = parseLosslessJson(text);
  if (whole === undefined) return linesOf(text).map((line) => parseLosslessJson(line) ?? line);
  const [found = whole] = readPlaces(whole, places);
  return Array.isArray(found) ? (found as unknown[]) : [found];
};

const linesOf = (text: string): string[] =>
  text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
