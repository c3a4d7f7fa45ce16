import type { MultipartFile } from '@fastify/multipart';
import { FormInvalidError } from './errors.ts';
import type { FormField } from './form-fields.ts';

/** Metadata of one recording is small. */
const MAX_JSON_BYTES = 65_536;

/** Whether a part is metadata that its sender sends as a file. */
export const isJsonPart = ({ mimetype, filename }: Pick<MultipartFile, 'mimetype' | 'filename'>): boolean =>
  /^application\/([\w.-]+\+)?json/i.test(mimetype) || /\.json$/i.test(filename ?? '');

/** Reads metadata as fields of the form. Metadata that is no JSON object has none. @throws {FormInvalidError} too large. */
export const readJsonPart = async (file: AsyncIterable<Uint8Array>): Promise<FormField[]> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of file) {
    bytes += chunk.byteLength;
    if (bytes > MAX_JSON_BYTES) {
      throw new FormInvalidError(`a JSON part has more than ${MAX_JSON_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  const value = parseOrNothing(Buffer.concat(chunks).toString());
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([fieldname, entry]) => ({ fieldname, value: entry as unknown }));
};

const parseOrNothing = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
