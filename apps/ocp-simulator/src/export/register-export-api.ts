import type { FastifyInstance } from 'fastify';
import { createExport } from './create-export.ts';
import { downloadArchive } from './download-archive.ts';
import { downloadFile } from './download-file.ts';
import type { ExportApiDeps } from './export-api-deps.ts';
import { listJobs } from './list-jobs.ts';
import { listRecordings } from './list-recordings.ts';
import { showJob } from './show-job.ts';

/** Registers OCP's Export API on an app. Errors are `{ code, message }`. */
export const registerExportApi = (app: FastifyInstance, deps: ExportApiDeps): void => {
  void app.register(
    async (api) => {
      api.addHook('onRequest', deps.guard.hook);
      api.post('/', createExport(deps));
      api.get('/', listJobs(deps));
      api.get('/:exportJobId', showJob(deps));
      if (deps.form === 'zip') {
        api.get('/:exportJobId/export.zip', downloadArchive(deps));
        return;
      }
      api.get('/:exportJobId/recordings', listRecordings(deps));
      api.get('/:exportJobId/files/:recordingId', downloadFile(deps));
    },
    { prefix: '/recordings/export' },
  );
};
