import type { FastifyInstance } from 'fastify';
import type { DownloadCut } from '../faults/make-download-cuts.ts';
import { createExport } from './create-export.ts';
import { downloadFile } from './download-file.ts';
import type { RequestGuard } from './guard-requests.ts';
import { listJobs } from './list-jobs.ts';
import { listRecordings } from './list-recordings.ts';
import type { ExportJobs } from './make-export-jobs.ts';
import { showJob } from './show-job.ts';

export type ExportApiDeps = {
  readonly jobs: ExportJobs;
  /** OCP group names. */
  readonly groupNames: ReadonlySet<string>;
  readonly guard: RequestGuard;
  readonly cutOf: (recordingId: string) => DownloadCut;
  readonly now: () => number;
};

/** Puts OCP's Export API on an app. Errors are `{ code, message }`. */
export const registerExportApi = (app: FastifyInstance, deps: ExportApiDeps): void => {
  void app.register(
    async (api) => {
      api.addHook('onRequest', deps.guard.hook);
      api.post('/', createExport(deps));
      api.get('/', listJobs(deps));
      api.get('/:exportJobId', showJob(deps));
      api.get('/:exportJobId/recordings', listRecordings(deps));
      api.get('/:exportJobId/files/:recordingId', downloadFile(deps));
    },
    { prefix: '/recordings/export' },
  );
};
