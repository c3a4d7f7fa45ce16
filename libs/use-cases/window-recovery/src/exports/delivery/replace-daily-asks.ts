import { type CallId, recordAbsent, replacesNextAsk } from '@recordings/call-record';
import {
  type DailyCall,
  type ExportedJob,
  LISTING_RULES_VERSION,
  listCoveredCalls,
  type OutcomeCode,
} from '@recordings/reconciliation';
import { makeChangeContext } from '../../change-context.ts';
import type { RecoveredGroup } from '../../recovered-group.ts';
import type { RecoveryDeps } from '../../recovery-deps.ts';
import { skipIfStuck } from '../../skip-if-stuck.ts';
import type { KeepDelivering } from './keep-delivering.ts';
import { keptSinceOf } from './kept-since.ts';

type ReplaceDeps = Pick<RecoveryDeps, 'calls' | 'retryRule' | 'shardCount' | 'now' | 'note'>;

const CODE: OutcomeCode = 'NOT_FOUND';

/**
 * Moves on the next ask for calls of the daily schedule that a trusted listing of other calls lacks although its job
 * covered them: OCP has just said that it does not have them, so another export soon would be useless.
 *
 * @param daily calls by the index. What the index says only saves reads: the record decides.
 */
export const replaceDailyAsks = async (
  deps: ReplaceDeps,
  { tenantId, groupId, registered }: RecoveredGroup,
  job: ExportedJob,
  daily: ReadonlyMap<CallId, DailyCall>,
  keepDelivering: KeepDelivering,
): Promise<void> => {
  const { exportConstraints } = registered;
  const keptSince = keptSinceOf(deps, registered);
  const coveredOf = (calls: Parameters<typeof listCoveredCalls>[1]) =>
    listCoveredCalls(job, calls, exportConstraints, keptSince);
  const message = `OCP has no recording of the call in export job ${job.jobId}`;
  const judged = { listing: 'trusted', rulesVersion: LISTING_RULES_VERSION };
  const evidence = { exportJobId: job.jobId, ...judged, listedAt: deps.now() };
  let calls = 0;
  for (const callId of coveredOf(daily)) {
    if (!replacesNextAsk(daily.get(callId)!, job.intendedAt)) continue;
    await keepDelivering();
    const covers = (call: DailyCall): boolean => coveredOf(new Map([[callId, call]])).has(callId);
    const absent = { askedAt: job.intendedAt, covers, code: CODE, message, evidence };
    const key = { tenantId, callId };
    const result = await skipIfStuck(deps, { ...key, group: groupId, exportJobId: job.jobId }, () =>
      deps.calls.change(key, recordAbsent(absent, deps.retryRule, makeChangeContext(deps, registered))),
    );
    if (result === 'replaced') calls += 1;
  }
  if (calls > 0)
    deps.note({ type: 'asks_replaced', exportJobId: job.jobId, tenantId, group: groupId, calls });
};
