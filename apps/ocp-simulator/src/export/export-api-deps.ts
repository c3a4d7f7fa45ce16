import type { Answering } from '../answers/make-answering.ts';
import type { CallFacts } from '../script/call-facts.ts';
import type { Story } from '../script/make-story.ts';
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
  readonly answering: Answering;
  readonly story: Pick<Story, 'at'>;
  readonly factsOf: CallFacts;
  readonly transfers: TransferRules;
  readonly form: ExportForm;
  readonly shape: ExportProfile['shape'];
  readonly now: () => number;
};
