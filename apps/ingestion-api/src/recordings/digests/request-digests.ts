import type { IncomingMessage } from 'node:http';
import type { DeclaredDigest, DigestAlgorithm } from './declared-digest.ts';
import { algorithmsOf, readDigests } from './read-digests.ts';

/** The digests that a request declares, in headers and in trailers. */
export type RequestDigests = {
  /** What must be computed: the algorithms of the headers, and those that announced trailers may have. */
  readonly algorithms: readonly DigestAlgorithm[];
  /** In lower-case hex, if headers declare one SHA-256 and nothing else is declared or announced. */
  readonly soleSha256: string | undefined;
  /** Called after the last byte. Only then the trailers are known. @throws {DigestInvalidError} */
  readonly read: () => readonly DeclaredDigest[];
};

/**
 * Reads the digests of a request. A sender that computes a digest while it sends declares it behind the bytes, in a trailer
 * that the header `Trailer` announces (RFC 9110, 6.5). A trailer that is not announced is ignored.
 *
 * @returns undefined if it declares none.
 * @throws {DigestInvalidError} if a header cannot be read.
 */
export const readRequestDigests = (request: IncomingMessage): RequestDigests | undefined => {
  const inHeaders = readDigests(request.headers, 'the header');
  const announced = announcedTrailers(request);
  const algorithms = [
    ...new Set([...inHeaders.map(({ algorithm }) => algorithm), ...announced.flatMap(algorithmsOf)]),
  ];
  if (algorithms.length === 0) return undefined;
  return {
    algorithms,
    soleSha256: announced.some((name) => algorithmsOf(name).length > 0) ? undefined : soleSha256Of(inHeaders),
    read: () => {
      const trailers = Object.entries(request.trailers).filter(([name]) => announced.includes(name));
      return [...inHeaders, ...readDigests(Object.fromEntries(trailers), 'the trailer')];
    },
  };
};

const soleSha256Of = (digests: readonly DeclaredDigest[]): string | undefined => {
  const [first, ...others] = new Set(
    digests.map(({ algorithm, expected }) => `${algorithm} ${expected.toString('hex')}`),
  );
  const [algorithm, sha256] = first?.split(' ') ?? [];
  return algorithm === 'sha-256' && others.length === 0 ? sha256 : undefined;
};

/** In lower case. */
export const announcedTrailers = ({ headers }: Pick<IncomingMessage, 'headers'>): readonly string[] =>
  (headers.trailer ?? '').split(',').map((name) => name.trim().toLowerCase());
