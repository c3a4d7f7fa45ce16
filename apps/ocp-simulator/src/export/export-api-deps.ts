import type { DownloadCut } from '../faults/make-download-cuts.ts';
import type { ExportForm } from './export-form.ts';
import type { ExportProfile } from './export-profile.ts';
import type { RequestGuard } from './guard-requests.ts';
import type { ExportJobs } from './make-export-jobs.ts';
import type { TransferRules } from './transfer.ts';

/** What the handlers of the Export API work on; each takes the part that it uses. */
export type ExportApiDeps = {
  readonly jobs: ExportJobs;
  /** OCP group names. */
  readonly groupNames: ReadonlySet<string>;
  readonly guard: RequestGuard;
  readonly cutOf: (recordingId: string) => DownloadCut;
  readonly transfers: TransferRules;
  readonly form: ExportForm;
  readonly shape: ExportProfile['shape'];
  readonly now: () => number;
};
