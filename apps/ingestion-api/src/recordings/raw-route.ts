import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type Credential, requireScope } from '@recordings/service';
import { UploadBrokenOffError } from './errors.ts';
import { givenLabel } from './given-label.ts';
import { readChecksum } from './read-checksum.ts';
import { type TakeInDeps, takeInRecording } from './take-in-recording.ts';

const NOT_A_RECORDING = {
  code: 'RECORDING_EXPECTED',
  message: 'send the recording itself, as audio/* or application/octet-stream',
};

/** `PUT /v1/recordings/{tenantId}/{callId}`: the body is the recording. Group and checksum come as headers. */
export const registerRawRoute = (
  app: FastifyInstance,
  deps: TakeInDeps & { readonly credentials: readonly Credential[] },
): void => {
  app.put<{ Params: { tenantId: string; callId: string } }>(
    '/v1/recordings/:tenantId/:callId',
    { onRequest: requireScope(deps.credentials, 'recordings:write') },
    (request, reply) => {
      // A form, or text that was parsed already: its bytes are no recording.
      if (request.isMultipart() || request.body !== undefined) return reply.code(415).send(NOT_A_RECORDING);
      const header = (name: string): string | undefined => {
        const value = request.headers[name];
        return typeof value === 'string' ? givenLabel(value) : undefined;
      };
      const length = header('content-length');
      const checksum = header('x-checksum-sha256');
      const upload = {
        labels: {
          callId: givenLabel(request.params.callId),
          tenantId: givenLabel(request.params.tenantId),
          groupId: header('x-group-id'),
          conversationId: header('x-conversation-id'),
          callTimestamp: header('x-call-timestamp'),
        },
        declared: {
          ...(checksum !== undefined && {
            sha256: readChecksum(checksum, 'the header X-Checksum-SHA256'),
          }),
          ...(length !== undefined && { sizeBytes: Number(length) }),
        },
        body: bytesOf(request.raw),
      };
      return takeInRecording(deps, upload, request, reply);
    },
  );
};

/** A body that is given up midway leaves the connection open, for the answer that says why. */
async function* bytesOf(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new UploadBrokenOffError(error);
  }
}
