import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ChecksumMismatchError, UploadBrokenOffError } from '../errors.ts';
import type { DeclaredDigest } from './declared-digest.ts';
import { type Hasher, makeHasher } from './make-hasher.ts';

type Body = AsyncIterable<Uint8Array>;

/** The bytes of `body`. At the end it fails if they do not have the declared digests. @throws {ChecksumMismatchError} */
export async function* checkDigests(
  body: Body,
  digests: readonly DeclaredDigest[],
): AsyncGenerator<Uint8Array> {
  const hashers = digests.map(({ algorithm }) => makeHasher(algorithm));
  for await (const chunk of body) {
    for (const hasher of hashers) hasher.update(chunk);
    yield chunk;
  }
  const computed = await Promise.all(hashers.map((hasher) => hasher.digest()));
  requireMatch(digests, [computed]);
}

/**
 * Starts to compute the digests of a whole form while it is read. HTTP says that the headers are about the form; some
 * senders mean its file. Either proves the bytes of the file.
 *
 * @returns the function that wraps the bytes of the file. Their end is the end of the form.
 */
export const watchForm = (
  form: Readable,
  digests: readonly DeclaredDigest[],
): ((file: Body) => AsyncGenerator<Uint8Array>) => {
  const [ofForm, ofFile] = [0, 1].map(() => digests.map(({ algorithm }) => makeHasher(algorithm)));
  const add = (hashers: readonly Hasher[], chunk: Uint8Array): void => {
    for (const hasher of hashers) hasher.update(chunk);
  };
  form.on('data', (chunk: Uint8Array) => add(ofForm!, chunk));
  return async function* (file) {
    for await (const chunk of file) {
      add(ofFile!, chunk);
      yield chunk;
    }
    await readToEnd(form);
    const computed = [ofForm!, ofFile!].map((hashers) =>
      Promise.all(hashers.map((hasher) => hasher.digest())),
    );
    requireMatch(digests, await Promise.all(computed));
  };
};

/** The parser of the form leaves what follows the last boundary. */
const readToEnd = async (form: Readable): Promise<void> => {
  if (form.readableEnded) return;
  form.resume();
  try {
    await finished(form, { writable: false, cleanup: true });
  } catch (error) {
    throw new UploadBrokenOffError(error);
  }
};

/** @param computed the digests of each thing that the sender may mean. */
const requireMatch = (
  digests: readonly DeclaredDigest[],
  computed: readonly (readonly Uint8Array[])[],
): void => {
  for (const [at, { place, algorithm, expected }] of digests.entries()) {
    if (computed.some((all) => expected.equals(all[at]!))) continue;
    throw new ChecksumMismatchError(place, algorithm, Buffer.from(computed.at(-1)![at]!));
  }
};
