import type { JobStatusName } from '@recordings/reconciliation';

/** The vendor documents `expired` alone; the others are the requirement documents' and their usual synonyms. */
const SPELLINGS: Readonly<Record<Exclude<JobStatusName, 'UNKNOWN'>, readonly string[]>> = {
  CREATED: ['created', 'new', 'accepted', 'submitted', 'queued', 'pending', 'scheduled'],
  IN_PROGRESS: ['inprogress', 'progress', 'running', 'processing', 'started', 'active', 'exporting'],
  COMPLETED: ['completed', 'complete', 'done', 'finished', 'succeeded', 'success', 'ready'],
  FAILED: ['failed', 'failure', 'error', 'cancelled', 'canceled', 'aborted'],
  EXPIRED: ['expired'],
};

const NAMES: ReadonlyMap<string, JobStatusName> = new Map(
  Object.entries(SPELLINGS).flatMap(([name, spellings]) =>
    spellings.map((spelling) => [spelling, name as JobStatusName] as const),
  ),
);

/** Our name for OCP's word, whatever its case and separators; `UNKNOWN` for a word we never met. */
export const jobStatusName = (raw: string): JobStatusName =>
  NAMES.get(raw.toLowerCase().replace(/[^a-z]/g, '')) ?? 'UNKNOWN';
