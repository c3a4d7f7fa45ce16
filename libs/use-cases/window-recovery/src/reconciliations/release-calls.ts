import { type CallId, type RegistryGroup, releaseCall } from '@recordings/call-record';
import { type CallOutcome, callsOf, type OutcomeCode, type Reconciliation } from '@recordings/reconciliation';
import { makeChangeContext } from '../change-context.ts';
import { findOwnGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { skipIfStuck } from '../skip-if-stuck.ts';

export type ReleaseDeps = Pick<
  RecoveryDeps,
  'calls' | 'registry' | 'retryRule' | 'shardCount' | 'now' | 'note'
>;

const NO_CODE: OutcomeCode = 'NOT_RECOVERED';
const DOUBTED: readonly string[] = ['LISTING_UNTRUSTED', 'LISTING_INCOMPLETE'] satisfies OutcomeCode[];

/** Faults in a row that raise an alert. By then the waits have taken about five hours. */
const MANY_FAULTS = 7;

/** Releases every call that was not stored, each with its own reason. */
export const releaseCalls = async (deps: ReleaseDeps, reconciliation: Reconciliation): Promise<void> => {
  const group = findOwnGroup(deps.registry, reconciliation);
  const notStored = callsOf(reconciliation.calls).filter(([, { outcome }]) => outcome !== 'stored');
  await Promise.all(notStored.map(([callId, call]) => releaseOne(deps, reconciliation, group, callId, call)));
};

const releaseOne = async (
  deps: ReleaseDeps,
  { reconciliationId, tenantId }: Reconciliation,
  group: RegistryGroup | undefined,
  callId: CallId,
  { code = NO_CODE, message: reason = '', isAboutTheCall = false }: CallOutcome,
): Promise<void> => {
  const key = { tenantId, callId };
  const why = { code, message: reason, isAboutTheCall, isListingDoubted: DOUBTED.includes(code) };
  const result = await skipIfStuck(deps, { ...key, reconciliationId }, () =>
    deps.calls.change(
      key,
      releaseCall(reconciliationId, why, deps.retryRule, makeChangeContext(deps, group)),
    ),
  );
  if (result === undefined || result.kind === 'not held') return;
  const { faults, isFoundDamaged } = result;
  deps.note({ type: 'call_not_recovered', ...key, reconciliationId, code, reason, faults });
  if (isFoundDamaged) deps.note({ type: 'recording_damaged_at_ocp', ...key, reconciliationId, code, reason });
  if (faults === MANY_FAULTS) deps.note({ type: 'call_faulty', ...key, reconciliationId, code, reason });
};
