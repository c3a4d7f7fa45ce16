import { requireScope } from '@recordings/service';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../refusals.ts';
import { answerUpload, type UploadRouteDeps } from './answer-upload.ts';
import { readForm } from './read-form.ts';

/** `POST /v1/recordings`: a form of fields and one file. The file is stored while it is received. */
export const registerMultipartRoute = (app: FastifyInstance, deps: UploadRouteDeps): void => {
  app.post(
    '/v1/recordings',
    { onRequest: requireScope(deps.authenticate, 'recordings:write') },
    async (request, reply) => {
      if (!request.isMultipart()) {
        return refuse(reply, 'FORM_EXPECTED', 'send multipart/form-data: fields, then the file');
      }
      const upload = await readForm(request.parts());
      if (!upload) return refuse(reply, 'FILE_MISSING', 'the form has no file part');
      return answerUpload(deps, upload, request, reply);
    },
  );
};
