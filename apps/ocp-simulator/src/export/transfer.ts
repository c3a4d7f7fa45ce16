import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ByteRange, byteRangeOf } from './byte-range.ts';

/** How files travel. */
export type TransferRules = {
  readonly areRangesServed: boolean;
  /** Each transfer breaks off after so many bytes; 0: none does. */
  readonly cutBytes: number;
};

export type ChecksumHeader = { readonly header: string; readonly value: string };

export type SentFile = {
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Lower-case hex. It is the ETag too. */
  readonly sha256: string;
  /** The header that gives the checksum; absent: no header does. */
  readonly checksum: ChecksumHeader | undefined;
  readonly read: (range: ByteRange) => AsyncIterable<Buffer>;
};

/** Sends a file, or the part of it that the request asks for. */
export const sendFile = (
  { areRangesServed, cutBytes }: TransferRules,
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { mediaType, sizeBytes, sha256, checksum, read }: SentFile,
): FastifyReply => {
  const etag = `"${sha256}"`;
  if (checksum) void reply.header(checksum.header, checksum.value);
  void reply.header('etag', etag);
  void reply.header('accept-ranges', areRangesServed ? 'bytes' : 'none');
  const isAsked = areRangesServed && (headers['if-range'] ?? etag) === etag;
  const asked = isAsked ? byteRangeOf(headers.range, sizeBytes) : undefined;
  if (asked === 'unsatisfiable') {
    const message = `the file has ${sizeBytes} bytes`;
    return reply
      .code(416)
      .header('content-range', `bytes */${sizeBytes}`)
      .send({ code: 'NO_SUCH_RANGE', message });
  }
  const range = asked ?? { start: 0, end: sizeBytes - 1 };
  if (asked) void reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${sizeBytes}`);
  const length = range.end - range.start + 1;
  const isCut = cutBytes > 0 && length > cutBytes;
  const sent = isCut
    ? breakAfter(read({ start: range.start, end: range.start + cutBytes - 1 }))
    : read(range);
  return reply.type(mediaType).header('content-length', length).send(Readable.from(sent));
};

/** Fastify destroys the socket when a body's stream fails. */
const breakAfter = async function* (bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* bytes;
  throw new Error('the simulator breaks off this download (a step or DOWNLOAD_CUT_BYTES)');
};
