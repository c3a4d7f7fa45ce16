import type { IncomingHttpHeaders } from 'node:http';
import { type Dictionary, parseDictionary } from 'structured-headers';
import { DigestInvalidError } from '../errors.ts';
import { type DeclaredDigest, type DigestAlgorithm, digestBytes } from './declared-digest.ts';

/** RFC 9530. Nothing on the way decodes a body, so the representation has the bytes of the content. */
const FIELDS = ['content-digest', 'repr-digest'] as const;
/** RFC 9530 has further algorithms, which prove nothing; they are ignored, as unknown ones are. */
const FIELD_ALGORITHMS: Readonly<Partial<Record<string, DigestAlgorithm>>> = {
  'sha-256': 'sha-256',
  'sha-512': 'sha-512',
};
/** Amazon S3 API reference, PutObject. Other headers that begin like this name no digest. */
const AMAZON_HEADERS: Readonly<Record<string, DigestAlgorithm>> = {
  'x-amz-checksum-crc32': 'crc32',
  'x-amz-checksum-crc32c': 'crc32c',
  'x-amz-checksum-crc64nvme': 'crc64nvme',
  'x-amz-checksum-sha1': 'sha-1',
  'x-amz-checksum-sha256': 'sha-256',
};

/** The algorithms of which a header, or trailer, of this name may have a digest. */
export const algorithmsOf = (name: string): readonly DigestAlgorithm[] => {
  if ((FIELDS as readonly string[]).includes(name)) return ['sha-256', 'sha-512'];
  const algorithm = Object.hasOwn(AMAZON_HEADERS, name) ? AMAZON_HEADERS[name] : undefined;
  return algorithm ? [algorithm] : [];
};

/**
 * Reads the digests that headers or trailers declare.
 *
 * @throws {DigestInvalidError} if one cannot be parsed, or a digest of a known algorithm has another length.
 */
export const readDigests = (
  headers: IncomingHttpHeaders | NodeJS.Dict<string>,
  where: 'the header' | 'the trailer',
): DeclaredDigest[] => [
  ...FIELDS.flatMap((name) => readField(`${where} ${name}`, textOf(headers[name]))),
  ...Object.entries(AMAZON_HEADERS).flatMap(([name, algorithm]) => {
    const place = `${where} ${name}`;
    const text = textOf(headers[name])?.trim();
    if (text === undefined || text === '') return [];
    return [checkLength({ place, algorithm, expected: readBase64(place, text) })];
  }),
];

const textOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(', ') : header;

const readField = (place: string, text: string | undefined): DeclaredDigest[] =>
  text === undefined
    ? []
    : [...parse(place, text)].flatMap(([name, [value]]) => {
        const algorithm = FIELD_ALGORITHMS[name];
        if (algorithm === undefined) return [];
        if (!(value instanceof ArrayBuffer))
          throw new DigestInvalidError(place, `${name} is no byte sequence`);
        return [checkLength({ place, algorithm, expected: Buffer.from(value) })];
      });

const parse = (place: string, text: string): Dictionary => {
  try {
    return parseDictionary(text);
  } catch (cause) {
    throw new DigestInvalidError(place, 'it is no dictionary of RFC 9651', cause);
  }
};

/** `Buffer.from` skips what is not base64, so its result is compared. */
const readBase64 = (place: string, text: string): Buffer => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')) {
    throw new DigestInvalidError(place, 'it is no base64');
  }
  return bytes;
};

const checkLength = (digest: DeclaredDigest): DeclaredDigest => {
  const { place, algorithm, expected } = digest;
  const length = digestBytes[algorithm];
  if (expected.length === length) return digest;
  throw new DigestInvalidError(place, `${algorithm} has ${length} bytes, not ${expected.length}`);
};
