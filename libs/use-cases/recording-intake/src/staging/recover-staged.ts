import { epochMsOf } from '@recordings/call-record';
import { codeOf } from '@recordings/fault';
import { finishStaged } from './finish-staged.ts';
import type { StagedEntry, StagingDeps } from './staging-deps.ts';
import { STAGING_PREFIX } from './staging-prefix.ts';

type Round = { finished: number; failed: number; oldestAgeMs: number };

/**
 * Makes the job that finishes recordings whose process died after their last byte was staged. It looks at every staged
 * object that is older than any upload can be. One that cannot be finished stays, and does not block the others.
 *
 * An upload that never sent its last byte leaves parts without an object. The lifecycle rule of the bucket deletes them.
 */
export const makeRecoverStaged =
  (deps: StagingDeps) =>
  async (signal: AbortSignal): Promise<void> => {
    const round: Round = { finished: 0, failed: 0, oldestAgeMs: 0 };
    // The claim is renewed before each object: one object takes less time than a claim lasts.
    if (!(await deps.claim())) return deps.note({ type: 'staging_claimed_elsewhere' });
    for await (const page of deps.listQuarantine(STAGING_PREFIX, signal)) {
      for (const entry of page) {
        if (ageOf(deps, entry) < deps.minAgeMs) continue;
        signal.throwIfAborted();
        if (!(await deps.claim())) return deps.note({ type: 'staging_claimed_elsewhere' });
        await tryToFinish(deps, entry, round, signal);
      }
    }
    deps.note({ type: 'staging_searched', ...round });
  };

const ageOf = ({ intake }: Pick<StagingDeps, 'intake'>, { stagedAt }: StagedEntry): number =>
  epochMsOf(intake.now()) - epochMsOf(stagedAt);

const tryToFinish = async (
  deps: StagingDeps,
  entry: StagedEntry,
  round: Round,
  signal: AbortSignal,
): Promise<void> => {
  const { key, stagedAt } = entry;
  try {
    const result = await finishStaged(deps, entry, signal);
    if (!result) return;
    round.finished += 1;
    const reason = result.kind === 'quarantined' ? result.reason : '';
    const { tenantId, callId } = result.key;
    deps.note({
      type: 'staged_recording_finished',
      tenantId,
      callId,
      result: result.kind,
      reason,
      stagedAt,
    });
  } catch (err) {
    signal.throwIfAborted();
    round.failed += 1;
    round.oldestAgeMs = Math.max(round.oldestAgeMs, ageOf(deps, entry));
    deps.note({ type: 'staged_recording_failed', key, stagedAt, err, code: codeOf(err) });
  }
};
