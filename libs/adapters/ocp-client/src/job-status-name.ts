import type { JobStatusName } from '@recordings/reconciliation';

/** The vendor documents only `expired`. The other words are from the requirement documents, with usual synonyms. */
const SPELLINGS: Readonly<Record<Exclude<JobStatusName, 'UNKNOWN' | 'ABSENT'>, readonly string[]>> = {
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

/** Our name for OCP's word. Case and separators do not matter; an unknown word gives `UNKNOWN`. */
export const jobStatusName = (raw: string): JobStatusName =>
  NAMES.get(raw.toLowerCase().replace(/[^a-z]/g, '')) ?? 'UNKNOWN';
