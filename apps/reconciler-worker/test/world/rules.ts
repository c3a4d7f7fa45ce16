import { type CallRecord, epochMsOf } from '@recordings/call-record';
import type { ExportJob, Reconciliation } from '@recordings/reconciliation';
import { HOUR_MS } from './timeline.ts';
import type { VirtualOcp } from './virtual-ocp.ts';
import type { Watchers } from './virtual-stores.ts';

/** What only an answer about a call may be. */
const ABOUT_THE_CALL = ['NOT_FOUND', 'NOT_AUDIO'];
const PHASES = ['claiming', 'waiting', 'downloading', 'closed'];

export type Rules = Watchers & {
  readonly broken: string[];
  /** Exports that OCP was asked for on behalf of a reconciliation. */
  exportsOf(reconciliationId: string): number;
};

/** Looks at every write as it happens. */
export const makeRules = (ocp: VirtualOcp): Rules => {
  const broken: string[] = [];
  const exportsOf = new Map<string, Set<string>>();
  return {
    broken,
    exportsOf: (id) => exportsOf.get(id)?.size ?? 0,
    onCall: (next, before) => broken.push(...brokenByCall(ocp, next, before)),
    onReconciliation: (next, before) => broken.push(...brokenByReconciliation(next, before)),
    onSlot: (groupId, next) => {
      // It was asked for as often as it may be, and every answer was an error.
      if (next.job?.phase === 'failed' && next.job.pollNumber === 0) ocp.orphan(groupId);
      if (!next.job || isOnlyAnnounced(next.job)) return;
      for (const id of next.job.reconciliationIds) {
        const ids = exportsOf.get(id) ?? new Set();
        exportsOf.set(id, ids.add(next.job.exportId));
      }
    },
  };
};

/** Its slot is taken; it can still be given back without a word to OCP. */
const isOnlyAnnounced = (job: ExportJob): boolean =>
  job.phase === 'intended' && job.posts === 1 && job.failedCreates === 0;

const brokenByCall = (ocp: VirtualOcp, next: CallRecord, before: CallRecord | undefined): string[] => {
  const { callId, outcome } = next;
  const broken: string[] = [];
  if (before?.s3Stored && !sameStored(before, next)) broken.push(`${callId} was stored and was changed`);
  const used = next.reconciliationAttempts - (before?.reconciliationAttempts ?? 0);
  if (used !== 0 && used !== 1) broken.push(`${callId} used ${used} attempts at once`);
  if (used === 1 && !ABOUT_THE_CALL.includes(outcome?.code ?? ''))
    broken.push(`${callId} used an attempt for ${outcome?.code}`);
  if (used === 1 && outcome?.code === 'NOT_FOUND') {
    const jobId = /export job (\S+)/.exec(outcome.message)?.[1] ?? '';
    const isListed = ocp.find(jobId)?.calls.some((call) => call.callId === callId) ?? true;
    if (isListed) broken.push(`${callId} was called not found, ${jobId} holds it`);
  }
  return broken;
};

const sameStored = (a: CallRecord, b: CallRecord): boolean =>
  b.s3Stored &&
  b.reconciliationStatus === 'completed' &&
  b.reconciliationShard === undefined &&
  a.audioUrl === b.audioUrl &&
  a.ingestionSource === b.ingestionSource;

const brokenByReconciliation = (next: Reconciliation, before: Reconciliation | undefined): string[] => {
  const id = next.reconciliationId;
  const broken: string[] = [];
  if (before?.phase === 'closed') broken.push(`${id} was closed and was changed`);
  if (PHASES.indexOf(next.phase) < PHASES.indexOf(before?.phase ?? 'claiming'))
    broken.push(`${id} went from ${before?.phase} to ${next.phase}`);
  const { phase, reconciliationStatus: status } = next;
  const failureReason = 'failureReason' in next ? next.failureReason : undefined;
  if ((phase === 'closed') === (status === 'IN_PROGRESS')) broken.push(`${id} is ${phase} and ${status}`);
  const openMs = epochMsOf(next.lastUpdated) - epochMsOf(next.createdAt);
  // Where windows need not wait for each other, nothing can keep one open for long.
  if (next.groupId === 'Free' && openMs > 3 * HOUR_MS) broken.push(`${id} is open since ${next.createdAt}`);
  if (status.startsWith('FAILED') && !failureReason) broken.push(`${id} failed for no reason`);
  return broken;
};
