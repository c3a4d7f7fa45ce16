import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { CHECKSUM_MISMATCH, type Distrust } from '@recordings/recording-intake';
import { UploadBrokenOffError } from '../errors.ts';
import type { DigestAlgorithm } from './declared-digest.ts';
import { type Hasher, makeHasher } from './make-hasher.ts';
import type { RequestDigests } from './request-digests.ts';

type Body = AsyncIterable<Uint8Array>;

/** The bytes of a body, and after the last of them whether they have the declared digests. */
export type CheckedBody = {
  readonly body: Body;
  /** Undefined if they have. */
  readonly findFault: () => Distrust | undefined;
};

/** Computes the digests of the bytes of `body` while they are read. */
export const checkDigests = (body: Body, digests: RequestDigests): CheckedBody => {
  const hashers = makeHashers(digests);
  let fault: Distrust | undefined;
  async function* checked(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      hashers.update(chunk);
      yield chunk;
    }
    fault = findMismatch(digests, [await hashers.digests()]);
  }
  return { body: checked(), findFault: () => fault };
};

/**
 * Starts to compute the digests of a whole form while it is read. HTTP says that the headers are about the form; some
 * senders mean its file. Either proves the bytes of the file.
 *
 * @returns the function that wraps the bytes of the file. Their end is the end of the form.
 */
export const watchForm = (form: Readable, digests: RequestDigests): ((file: Body) => CheckedBody) => {
  const [ofForm, ofFile] = [makeHashers(digests), makeHashers(digests)];
  form.on('data', ofForm.update);
  let fault: Distrust | undefined;
  async function* checked(file: Body): AsyncGenerator<Uint8Array> {
    for await (const chunk of file) {
      ofFile.update(chunk);
      yield chunk;
    }
    await readToEnd(form);
    fault = findMismatch(digests, [await ofForm.digests(), await ofFile.digests()]);
  }
  return (file) => ({ body: checked(file), findFault: () => fault });
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

type Computed = ReadonlyMap<DigestAlgorithm, Uint8Array>;

const makeHashers = ({ algorithms }: RequestDigests) => {
  const hashers = new Map<DigestAlgorithm, Hasher>(algorithms.map((one) => [one, makeHasher(one)]));
  return {
    update: (chunk: Uint8Array): void => {
      for (const hasher of hashers.values()) hasher.update(chunk);
    },
    digests: async (): Promise<Computed> => {
      const all = [...hashers].map(async ([name, hasher]) => [name, await hasher.digest()] as const);
      return new Map(await Promise.all(all));
    },
  };
};

/**
 * @param computed the digests of each thing that the sender may mean.
 * @throws {DigestInvalidError} if a trailer cannot be read.
 */
const findMismatch = ({ read }: RequestDigests, computed: readonly Computed[]): Distrust | undefined => {
  for (const { place, algorithm, expected } of read()) {
    if (computed.some((digests) => expected.equals(digests.get(algorithm)!))) continue;
    const theirs = Buffer.from(computed.at(-1)!.get(algorithm)!).toString('base64');
    const detail = `the received bytes do not have the ${algorithm} of ${place}: theirs is ${theirs}`;
    return { reason: CHECKSUM_MISMATCH, detail };
  }
  return undefined;
};
