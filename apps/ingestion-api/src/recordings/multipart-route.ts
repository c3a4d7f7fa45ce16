import type { Multipart } from '@fastify/multipart';
import { requireScope } from '@recordings/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { whileInTime } from '../admission/while-in-time.ts';
import { refuse } from '../refusals.ts';
import { answerUpload, type UploadRouteDeps } from './answer-upload.ts';
import { watchForm } from './digests/check-digests.ts';
import { readRequestDigests } from './digests/request-digests.ts';
import { readForm } from './read-form.ts';
import { refuseLongBodies } from './refuse-long-bodies.ts';

/** `POST /v1/recordings`: a form of fields and one file. The file is stored while it is received. */
export const registerMultipartRoute = (app: FastifyInstance, deps: UploadRouteDeps): void => {
  app.post(
    '/v1/recordings',
    {
      config: { intake: 'upload' },
      onRequest: [
        requireScope(deps.authenticate, 'recordings:write'),
        refuseLongBodies(deps.maxRecordingBytes, 'form'),
      ],
    },
    async (request, reply) => {
      if (!request.isMultipart()) {
        return refuse(reply, 'FORM_EXPECTED', 'send multipart/form-data: fields, then the file');
      }
      const digests = readRequestDigests(request.raw);
      const check = digests && watchForm(request.raw, digests);
      const upload = await readForm(partsInTime(request), request.bodySignal);
      if (!upload) return refuse(reply, 'FILE_MISSING', 'the form has no recording');
      const checked = check?.(upload.body);
      const body = checked ? whileInTime(request, checked.body) : upload.body;
      const expectedBytes = lengthOf(request);
      const checks = { findFault: checked?.findFault, hasDigests: checked !== undefined };
      const bytes = { body, ownsChunks: true, expectedBytes };
      return answerUpload(deps, { ...upload, ...bytes, ...checks }, request, reply);
    },
  );
};

const partsInTime = (request: FastifyRequest): AsyncIterator<Multipart> =>
  whileInTime(request, request.parts())[Symbol.asyncIterator]();

/** Of the whole form, which is little more than its file. */
const lengthOf = ({ headers }: FastifyRequest): number | undefined => {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
};
