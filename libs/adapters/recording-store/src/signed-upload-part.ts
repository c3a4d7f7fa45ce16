import { type SendPut, textOf } from './signed-s3.ts';
import { base64OfCrc32, type PartInput, type UploadPart } from './upload-part.ts';

/** A TLS connection copies all bytes that it is given at once, so it is given a part in pieces. */
const PIECE_BYTES = 512 * 1_024;

/**
 * Sends parts by one signed request each, at a fraction of the SDK's CPU time. The SDK repeats every request that got no
 * success, which does no harm: a part replaces the one with its number.
 *
 * The signature covers the CRC32 of the part, not its SHA-256: it would be a second SHA-256 over every byte. S3 compares
 * the CRC32 of each part, and at the end that of the whole object.
 */
export const makeSignedUploadPart =
  (sendPut: SendPut, sdk: UploadPart): UploadPart =>
  async (input, signal) => {
    const { Bucket, Key, UploadId, PartNumber, bytes } = input;
    const query = { partNumber: String(PartNumber), uploadId: UploadId };
    const answer = await sendPut(
      { Bucket, Key, query, headers: headersOf(input), body: piecesOf(bytes) },
      signal,
    );
    const ETag = textOf(answer?.headers['etag']);
    if (answer?.status === 200 && ETag !== undefined)
      return { ETag, ChecksumCRC32: textOf(answer.headers['x-amz-checksum-crc32']) };
    signal.throwIfAborted();
    return sdk(input, signal);
  };

const headersOf = ({ bytes, crc32 }: PartInput): Record<string, string> => ({
  'content-length': String(bytes.length),
  'content-type': 'application/octet-stream',
  'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
  'x-amz-checksum-crc32': base64OfCrc32(crc32),
});

const piecesOf = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / PIECE_BYTES) }, (_, at) =>
    bytes.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES),
  );
