import type { Readable } from 'node:stream';
import type { Multipart, MultipartFile } from '@fastify/multipart';
import { BodyTooSlowError } from '../admission/errors.ts';
import type { Upload } from './answer-upload.ts';
import { FormInvalidError, UploadBrokenOffError } from './errors.ts';
import { type FormField, makeFormFields } from './form-fields.ts';
import { isJsonPart, readJsonPart } from './json-part.ts';
import { readChunks } from './read-chunks.ts';
import { isTextPart, skipPart } from './text-part.ts';

/**
 * Reads the fields of a form up to its file. The bytes of the file stay a stream.
 *
 * @returns undefined if the form has no file.
 * @throws {UploadBrokenOffError} if the form is incomplete. {@link FormInvalidError} and {@link ChecksumInvalidError} also
 * while the returned body is read, before the recording is committed.
 */
export const readForm = async (
  parts: AsyncIterator<Multipart>,
  signal?: AbortSignal,
): Promise<Upload | undefined> => {
  const fields = makeFormFields();
  for (let part = await readPart(parts); part; part = await readPart(parts)) {
    if (!isRecording(part)) {
      for (const field of await readFields(part, signal)) fields.add(field);
      continue;
    }
    // The types say that a file has a name. A part without one is a file by its type.
    const { file, filename: fileName }: { file: Readable; filename: string | undefined } = part;
    const addFieldsBehind = async (): Promise<void> => {
      for (let behind = await readPart(parts); behind; behind = await readPart(parts)) {
        if (isRecording(behind)) throw new FormInvalidError('the form has more than one recording');
        for (const field of await readFields(behind, signal)) fields.addBehindFile(field, fileName);
      }
    };
    return {
      labels: { ...fields.labels(), ...(fileName !== undefined && { fileName }) },
      body: readToEndOfForm(readChunks(file, signal), addFieldsBehind),
      readDeclared: () => ({ sha256: fields.get('sha256') }),
    };
  }
  return undefined;
};

const isRecording = (part: Multipart): part is MultipartFile =>
  part.type === 'file' && !isJsonPart(part) && !isTextPart(part);

/** @param part no recording. */
const readFields = async (part: Multipart, signal?: AbortSignal): Promise<readonly FormField[]> => {
  if (part.type !== 'file') return [part];
  const chunks = readChunks(part.file, signal);
  if (isJsonPart(part)) return readJsonPart(chunks);
  await skipPart(chunks);
  return [];
};

/** The bytes of the file. The stream ends where the form ends, so a form that breaks off behind its file fails too. */
async function* readToEndOfForm(
  file: AsyncIterable<Uint8Array>,
  addFieldsBehind: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  yield* file;
  await addFieldsBehind();
}

const readPart = async (parts: AsyncIterator<Multipart>): Promise<Multipart | undefined> => {
  try {
    const { done, value } = await parts.next();
    return done ? undefined : value;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'FST_FILES_LIMIT') throw new FormInvalidError('the form has too many files');
    // The parser's own errors say what is wrong with the form. Any other error means that the form broke off.
    if (typeof code === 'string' && code.startsWith('FST_') && code !== 'FST_MP_PREMATURE_CLOSE') throw error;
    if (error instanceof BodyTooSlowError) throw error;
    throw new UploadBrokenOffError(error);
  }
};
