import type { IncomingMessage } from 'node:http';
import { readChecksum, readLabel } from '@recordings/recording-intake';
import { requireScope } from '@recordings/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuse } from '../refusals.ts';
import { answerUpload, type Upload, type UploadRouteDeps } from './answer-upload.ts';
import { checkDigests } from './digests/check-digests.ts';
import { announcedTrailers, readRequestDigests } from './digests/request-digests.ts';
import { readChunks } from './read-chunks.ts';
import { refuseLongBodies } from './refuse-long-bodies.ts';

type Params = { tenantId: string; callId: string };

/** `PUT /v1/recordings/{tenantId}/{callId}`: the body is the recording. Group and checksum are headers. */
export const registerRawRoute = (app: FastifyInstance, deps: UploadRouteDeps): void => {
  app.put<{ Params: Params }>(
    '/v1/recordings/:tenantId/:callId',
    {
      config: { intake: 'upload' },
      onRequest: [
        requireScope(deps.authenticate, 'recordings:write'),
        refuseLongBodies(deps.maxRecordingBytes, 'recording'),
      ],
    },
    (request, reply) => {
      // A form, or text that is parsed already: these bytes are not a recording.
      if (request.isMultipart() || request.body !== undefined) {
        const message = 'send the recording itself, as audio/* or application/octet-stream';
        return refuse(reply, 'RECORDING_EXPECTED', message);
      }
      return answerUpload(deps, readUpload(request), request, reply);
    },
  );
};

/** @throws {ChecksumInvalidError | DigestInvalidError} */
const readUpload = (request: FastifyRequest<{ Params: Params }>): Upload => {
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return typeof value === 'string' ? readLabel(value) : undefined;
  };
  const length = header('content-length');
  const checksum = header(CHECKSUM);
  const inHeader =
    checksum === undefined ? undefined : readChecksum(checksum, 'the header X-Checksum-SHA256');
  const digests = readRequestDigests(request.raw);
  const sha256 = inHeader ?? digests?.soleSha256;
  const declared = {
    ...(sha256 !== undefined && { sha256 }),
    ...(length !== undefined && { sizeBytes: Number(length) }),
  };
  const bytes = readChunks(request.raw, request.bodySignal);
  const checked = digests && checkDigests(bytes, digests);
  const trailer = watchTrailer(request.raw, checked?.body ?? bytes);
  return {
    labels: {
      callId: readLabel(request.params.callId),
      tenantId: readLabel(request.params.tenantId),
      groupId: header('x-group-id'),
      conversationId: header('x-conversation-id'),
      callTimestamp: header('x-call-timestamp'),
    },
    body: trailer.body,
    ownsChunks: true,
    findFault: checked?.findFault,
    hasDigests:
      trailer.isAnnounced ||
      (digests !== undefined && (sha256 === undefined || digests.soleSha256 !== sha256)),
    readDeclared: () => ({ ...declared, ...trailer.read() }),
  };
};

const CHECKSUM = 'x-checksum-sha256';

/**
 * Reads the checksum that a trailer declares when the last byte has arrived.
 *
 * @returns the body, which throws {@link ChecksumInvalidError} at its end if the trailer cannot be read.
 */
const watchTrailer = (request: IncomingMessage, bytes: AsyncIterable<Uint8Array>) => {
  const isAnnounced = announcedTrailers(request).includes(CHECKSUM);
  let declared: { readonly sha256?: string } = {};
  async function* body(): AsyncGenerator<Uint8Array> {
    yield* bytes;
    const text = request.trailers[CHECKSUM];
    const checksum = text === undefined ? undefined : readLabel(text);
    if (checksum !== undefined)
      declared = { sha256: readChecksum(checksum, 'the trailer X-Checksum-SHA256') };
  }
  return { isAnnounced, body: isAnnounced ? body() : bytes, read: () => declared };
};
