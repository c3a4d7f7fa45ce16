import type { FastifyInstance } from 'fastify';
import { type Credential, requireScope } from '@recordings/service';
import { readForm } from './read-form.ts';
import { type TakeInDeps, takeInRecording } from './take-in-recording.ts';

/** `POST /v1/recordings`: metadata fields, then one file part, taken in as it streams. */
export const registerMultipartRoute = (
  app: FastifyInstance,
  deps: TakeInDeps & { readonly credentials: readonly Credential[] },
): void => {
  app.post(
    '/v1/recordings',
    { onRequest: requireScope(deps.credentials, 'recordings:write') },
    async (request, reply) => {
      if (!request.isMultipart()) {
        return reply
          .code(415)
          .send({ code: 'FORM_EXPECTED', message: 'send multipart/form-data: fields, then the file' });
      }
      const upload = await readForm(request.parts());
      if (!upload)
        return reply.code(400).send({ code: 'FILE_MISSING', message: 'the form has no file part' });
      return takeInRecording(deps, upload, request, reply);
    },
  );
};
