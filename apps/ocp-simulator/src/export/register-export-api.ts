import type { FastifyInstance } from 'fastify';
import { createExport } from './create-export.ts';
import { downloadArchive } from './download-archive.ts';
import { downloadFile } from './download-file.ts';
import { registerEnvelopedApi } from './enveloped/register-enveloped-api.ts';
import type { ExportApiDeps } from './export-api-deps.ts';
import { listJobs } from './list-jobs.ts';
import { listRecordings } from './list-recordings.ts';
import { makeActs } from './make-acts.ts';
import { showJob } from './show-job.ts';

/** Registers the Export API of the profile on an app. Errors of that of the documents are `{ code, message }`. */
export const registerExportApi = (app: FastifyInstance, deps: ExportApiDeps): void => {
  if (deps.shape === 'enveloped') registerEnvelopedApi(app, deps);
  else registerDocumentedApi(app, deps);
};

const registerDocumentedApi = (app: FastifyInstance, deps: ExportApiDeps): void => {
  const act = makeActs(deps, { createJob: ['body', '/tenantId'], listJobs: ['query', '/tenantId'] });
  void app.register(
    async (api) => {
      api.addHook('onRequest', deps.guard.hook);
      api.post('/', act('createJob', createExport(deps)));
      api.get('/', act('listJobs', listJobs(deps)));
      api.get('/:exportJobId', act('poll', showJob(deps)));
      if (deps.form === 'zip') {
        api.get('/:exportJobId/export.zip', act('download', downloadArchive(deps)));
        return;
      }
      api.get('/:exportJobId/recordings', act('listing', listRecordings(deps)));
      api.get('/:exportJobId/files/:recordingId', act('download', downloadFile(deps)));
    },
    { prefix: '/recordings/export' },
  );
};
