import type { Multipart } from '@fastify/multipart';
import { FormInvalidError, UploadBrokenOffError } from './errors.ts';
import { makeFormFields } from './form-fields.ts';
import type { Upload } from './take-in-recording.ts';

/**
 * Reads a form up to its file, whose bytes are taken in as they stream.
 *
 * @returns undefined if it has no file.
 * @throws {UploadBrokenOffError} if it is no whole form. {@link FormInvalidError} and
 * {@link ChecksumInvalidError} also while the body is read, before anything is committed.
 */
export const readForm = async (parts: AsyncIterator<Multipart>): Promise<Upload | undefined> => {
  const fields = makeFormFields();
  for (let part = await nextPart(parts); part; part = await nextPart(parts)) {
    if (part.type === 'field') {
      fields.add(part);
      continue;
    }
    const { file, filename: fileName } = part;
    const takeFieldsBehind = async (): Promise<void> => {
      for (let behind = await nextPart(parts); behind; behind = await nextPart(parts)) {
        if (behind.type === 'field') fields.addBehindFile(behind);
      }
    };
    return {
      labels: { ...fields.labels(), fileName },
      declared: {
        // Read when the form is whole: a checksum may stand behind the file.
        get sha256() {
          return fields.get('sha256');
        },
      },
      body: wholeForm(file as AsyncIterable<Uint8Array>, takeFieldsBehind),
    };
  }
  return undefined;
};

/** The file's bytes. They end only where the form does: one that breaks off behind the file broke off all the same. */
async function* wholeForm(
  file: AsyncIterable<Uint8Array>,
  takeFieldsBehind: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* file;
  } catch (error) {
    throw new UploadBrokenOffError(error);
  }
  await takeFieldsBehind();
}

const nextPart = async (parts: AsyncIterator<Multipart>): Promise<Multipart | undefined> => {
  try {
    const { done, value } = await parts.next();
    return done ? undefined : value;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'FST_FILES_LIMIT') throw new FormInvalidError('the form has more than one file');
    // Limits of the parser tell the sender what is wrong by themselves; any other fault is a form cut short.
    if (typeof code === 'string' && code.startsWith('FST_') && code !== 'FST_MP_PREMATURE_CLOSE') throw error;
    throw new UploadBrokenOffError(error);
  }
};
