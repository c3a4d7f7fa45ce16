import { type MoveJob, ownershipOf, shifted, type Timestamp } from '@recordings/call-record';
import type { MoveCallsDeps } from './move-deps.ts';
import { type PassEnd, runPass } from './run-pass.ts';

const MINUTE_MS = 60_000;
/**
 * Waits after a pass that moved a call, and after one, two, ... that moved none. Processes with an older registry or code may
 * write on a record that has moved, so several passes look again. The last wait repeats while calls are left.
 */
const WAITS_MS: readonly number[] = [10, 60, 360, 1_440].map((minutes) => minutes * MINUTE_MS);

const NO_COUNTS = { moved: 0, busy: 0, failed: 0 };

/**
 * Makes one round of the job that moves calls whose group is registered under another tenant than theirs. A change of the
 * registry starts it. One instance does it, under a claim, and goes on from the checkpoint of one that died.
 */
export const makeMoveCalls =
  (deps: MoveCallsDeps) =>
  async (signal: AbortSignal): Promise<void> => {
    if (!(await deps.claim())) return;
    const ownership = ownershipOf(deps.registry());
    const { job, scheduledFor } = await deps.jobs.change((current) => takeJob(current, ownership, deps));
    if (scheduledFor !== undefined) deps.note({ type: 'moves_scheduled', dueAt: scheduledFor });
    if (!job) return;
    const save = (progress: Partial<MoveJob>): Promise<boolean> => saveJob(deps, job, progress);
    const end = await runPass(deps, job, save, signal);
    if (!end.isComplete || ownershipOf(deps.registry()) !== ownership) return;
    await endPass(deps, job, end, save);
  };

/** `job` is absent if no pass is due. */
type Taken = { next?: MoveJob; result: { readonly job?: MoveJob; readonly scheduledFor?: Timestamp } };

const takeJob = (current: MoveJob | undefined, ownership: string, deps: MoveCallsDeps): Taken => {
  const at = deps.now();
  const revision = (current?.revision ?? 0) + 1;
  if (current?.ownership !== ownership) {
    const dueAt = shifted(at, deps.settleMs);
    const begin = { status: 'waiting' as const, dueAt, quietPasses: 0, counts: NO_COUNTS };
    return { next: { ownership, ...begin, updatedAt: at, revision }, result: { scheduledFor: dueAt } };
  }
  if (current.status === 'running') return { result: { job: current } };
  // A completed job looks again each day: a process with an older registry may have written meanwhile.
  if (current.dueAt > at) return { result: {} };
  const next: MoveJob = { ...current, status: 'running', updatedAt: at, revision };
  return { next, result: { job: next } };
};

/** @returns false if another instance has the job, or the registry has changed for it. */
const saveJob = (deps: MoveCallsDeps, { ownership }: MoveJob, progress: Partial<MoveJob>): Promise<boolean> =>
  deps.jobs.change((current) => {
    if (current?.ownership !== ownership || current.status !== 'running') return { result: false };
    const next = { ...current, ...progress, updatedAt: deps.now(), revision: current.revision + 1 };
    return { next, result: true };
  });

const endPass = async (
  deps: MoveCallsDeps,
  { quietPasses }: MoveJob,
  { counts }: PassEnd,
  save: (progress: Partial<MoveJob>) => Promise<boolean>,
): Promise<void> => {
  const quiet = counts.moved > 0 ? 0 : quietPasses + 1;
  const isDone = quiet >= WAITS_MS.length && counts.busy + counts.failed === 0;
  const nextAt: Timestamp = shifted(deps.now(), WAITS_MS[quiet] ?? WAITS_MS.at(-1)!);
  const next = { cursor: undefined, counts: NO_COUNTS, quietPasses: quiet, dueAt: nextAt };
  if (!(await save({ ...next, status: isDone ? 'completed' : 'waiting' }))) return;
  deps.note({ type: 'moves_pass_ended', nextAt, ...counts });
  if (isDone) deps.note({ type: 'moves_completed' });
};
