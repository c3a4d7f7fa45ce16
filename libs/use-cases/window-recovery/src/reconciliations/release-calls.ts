import { type CallId, releaseCall } from '@recordings/call-record';
import type { CallOutcome, Reconciliation } from '@recordings/reconciliation';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { unlessStuck } from './unless-stuck.ts';

/** Lets go of every call that the reconciliation did not bring home, each with its own reason. */
export const releaseCalls = async (
  deps: RecoveryDeps,
  { reconciliationId, tenantId, groupId, calls }: Reconciliation,
): Promise<void> => {
  const group = deps.registry.findGroup(groupId);
  const unrecovered = (Object.entries(calls) as [CallId, CallOutcome][]).filter(
    ([, { outcome }]) => outcome !== 'stored',
  );
  await Promise.all(
    unrecovered.map(async ([callId, call]) => {
      const context = { group, shardCount: deps.shardCount, now: deps.now(), by: 'reconciler-worker' };
      const code = call.code ?? 'NOT_RECOVERED';
      const why = { code, message: call.message ?? '', isAboutTheCall: call.isAboutTheCall ?? false };
      const key = { tenantId, callId };
      const result = await unlessStuck(deps, { ...key, reconciliationId }, () =>
        deps.calls.change(key, releaseCall(reconciliationId, why, deps.retryRule, context)),
      );
      if (result === undefined || result === 'not held') return;
      const isOver = result === 'exhausted';
      deps.note({ type: 'call_not_recovered', ...key, reconciliationId, code, reason: why.message, isOver });
    }),
  );
};
