import {
  type CallRecord,
  DAMAGED_AT_OCP,
  epochMsOf,
  isTombstone,
  NO_AUDIO_EXPECTED,
  TenantId,
  type Timestamp,
} from '@recordings/call-record';
import type { ExportSlot, Reconciliation } from '@recordings/reconciliation';
import type { VirtualOcp } from '../ocp/virtual-ocp.ts';
import type { RefusedPlan } from '../scenario/plans.ts';
import { registryFile } from '../scenario/policies.ts';
import type { Watchers } from '../tables/virtual-stores.ts';
import { LONGEST_FREEZE_MS } from '../time/machine.ts';
import { HOUR_MS, MINUTE_MS } from '../time/timeline.ts';
import { makeAskRule } from './ask-rule.ts';
import { brokenByMove, type FindCall } from './move-rule.ts';
import type { TurnRule } from './turn-rule.ts';

/** Outcomes that may use an attempt: OCP's answers about the call itself. A wrong registry may explain it at the same time. */
const ABOUT_THE_CALL = ['NOT_FOUND', 'NOT_AUDIO', DAMAGED_AT_OCP];
/** A job that is tried after a hold decides within this. */
const TRIAL_MS = HOUR_MS;
/** The group whose windows do not wait for each other. */
const FREE = 'Free';
const JOB_LIFE_MS = registryFile.exportProfiles.free.jobLifeMinutes * MINUTE_MS;
const PHASES = ['claiming', 'waiting', 'downloading', 'closed'];

export type Rules = Watchers & {
  /** The invariants that a write has broken, as sentences. */
  readonly broken: readonly string[];
};

export type RulesDeps = {
  readonly ocp: VirtualOcp;
  readonly turns: TurnRule;
  /** How many faults there were. */
  readonly faults: () => number;
  readonly now: () => Timestamp;
  /** The registry is wrong for some time. */
  readonly isSlipped: boolean;
  readonly refusals: readonly RefusedPlan[];
  readonly findCall: FindCall;
};

/** Checks every write when it happens. */
export const makeRules = (deps: RulesDeps): Rules => {
  const { ocp, turns, faults, now, isSlipped, refusals, findCall } = deps;
  const broken: string[] = [];
  const mayUse = isSlipped ? [...ABOUT_THE_CALL, NO_AUDIO_EXPECTED] : ABOUT_THE_CALL;
  /** When the world saw each reconciliation first: a worker may have written its own time by a clock that is hours off. */
  const openedAt = new Map<string, Timestamp>();
  const asks = makeAskRule();
  let heldMs = refusedMsOf(refusals);
  return {
    broken,
    onCall: (next, before) => broken.push(...brokenByCall({ ocp, findCall }, mayUse, next, before)),
    onReconciliation: (next, before) => {
      const at = now();
      const since = openedAt.get(next.reconciliationId) ?? at;
      openedAt.set(next.reconciliationId, since);
      broken.push(...brokenByReconciliation(next, before), ...asks(next, before));
      // Windows of this group do not wait for each other, so each closes soon. Calls that a job lists last wait for its end.
      const isFound = next.reconciliationId.includes('-found');
      const mostMs = longestOpenMs(faults()) + heldMs + (isFound ? JOB_LIFE_MS : 0);
      if (next.groupId === FREE && epochMsOf(at) - epochMsOf(since) > mostMs)
        broken.push(`${next.reconciliationId} is open since ${since}`);
    },
    onSlot: (groupId, next, before) => {
      broken.push(...turns(groupId, next, before));
      // Its jobs failed again and again: its windows wait for each hold, and for the job that is tried after it.
      if (groupId === FREE) heldMs += newHoldsMs(next, before, now());
      const { job } = next;
      // Every create was answered with an error. A job that OCP created all the same belongs to no export of ours.
      if (job?.phase === 'failed' && job.pollNumber === 0) ocp.orphanJobs(groupId);
    },
  };
};

/** While OCP refuses the credentials, no request is sent. The waits double, so the last one ends within the same time again. */
const refusedMsOf = (refusals: readonly RefusedPlan[]): number =>
  refusals
    .filter(({ group }) => group === FREE)
    .reduce((sum, { fromMinute, toMinute }) => sum + 2 * (toMinute - fromMinute) * MINUTE_MS + TRIAL_MS, 0);

const newHoldsMs = (next: ExportSlot, before: ExportSlot | undefined, now: Timestamp): number =>
  Object.entries(next.shares ?? {})
    .filter(([id, share]) => share?.heldUntil !== before?.shares?.[TenantId.parse(id)]?.heldUntil)
    .map(([, share]) => epochMsOf(share?.heldUntil ?? now) - epochMsOf(now) + TRIAL_MS)
    .reduce((sum, ms) => sum + ms, 0);

const brokenByCall = (
  { ocp, findCall }: Pick<RulesDeps, 'ocp' | 'findCall'>,
  mayUse: readonly string[],
  next: CallRecord,
  before: CallRecord | undefined,
): string[] => {
  const { callId, outcome } = next;
  const broken: string[] = [];
  if (before && isTombstone(next)) return brokenByMove(findCall, next, before);
  if (before?.s3Stored && !sameStored(before, next)) broken.push(`${callId} was stored and was changed`);
  // The record under the new tenant begins with the attempts of the old one.
  if (next.movedFrom?.length !== before?.movedFrom?.length) return broken;
  const used = next.reconciliationAttempts - (before?.reconciliationAttempts ?? 0);
  // New proof gives all attempts again. A damaged recording uses up the prompt ones.
  if (used > 1 && outcome?.code !== DAMAGED_AT_OCP) broken.push(`${callId} used ${used} attempts at once`);
  if (used > 0 && !mayUse.includes(outcome?.code ?? ''))
    broken.push(`${callId} used an attempt for ${outcome?.code}`);
  if (used === 1 && outcome?.code === 'NOT_FOUND') {
    const jobId = /export job (\S+)/.exec(outcome.message)?.[1] ?? '';
    const job = ocp.find(jobId);
    const isListed = job?.calls.some((call) => call.callId === callId) ?? true;
    // A halved listing looks like a whole one if few recordings of its range are stored.
    if (isListed && job?.listing !== 'half')
      broken.push(`${callId} was reported as not found, and ${jobId} has it`);
  }
  return broken;
};

const sameStored = (a: CallRecord, b: CallRecord): boolean =>
  b.s3Stored &&
  b.reconciliationStatus === 'completed' &&
  b.reconciliationShard === undefined &&
  a.audioUrl === b.audioUrl &&
  a.ingestionSource === b.ingestionSource;

/** A fault can hold a reconciliation up for the longest freeze. The effect of the first fourteen fits into 3 hours. */
const longestOpenMs = (faults: number): number => 3 * HOUR_MS + Math.max(0, faults - 14) * LONGEST_FREEZE_MS;

const brokenByReconciliation = (next: Reconciliation, before: Reconciliation | undefined): string[] => {
  const id = next.reconciliationId;
  const broken: string[] = [];
  if (before?.phase === 'closed') broken.push(`${id} was closed and was changed`);
  if (PHASES.indexOf(next.phase) < PHASES.indexOf(before?.phase ?? 'claiming'))
    broken.push(`${id} went from ${before?.phase} to ${next.phase}`);
  const { phase, reconciliationStatus: status } = next;
  const failureReason = 'failureReason' in next ? next.failureReason : undefined;
  if ((phase === 'closed') === (status === 'IN_PROGRESS')) broken.push(`${id} is ${phase} and ${status}`);
  if (status.startsWith('FAILED') && !failureReason) broken.push(`${id} failed for no reason`);
  return broken;
};
