import {
  type CallId,
  type Evidence,
  findOwnGroup,
  type RegistryGroup,
  releaseCall,
} from '@recordings/call-record';
import {
  type CallOutcome,
  callsOf,
  LISTING_RULES_VERSION,
  type ListingVerdict,
  type OutcomeCode,
  type Reconciliation,
} from '@recordings/reconciliation';
import { makeChangeContext } from '../change-context.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { skipIfStuck } from '../skip-if-stuck.ts';

export type ReleaseDeps = Pick<
  RecoveryDeps,
  'calls' | 'registry' | 'retryRule' | 'shardCount' | 'now' | 'note'
>;

const NO_CODE: OutcomeCode = 'NOT_RECOVERED';
/** What the listing of the window's job proved, by the code that it gave the call. */
const VERDICTS: ReadonlyMap<string, ListingVerdict['kind']> = new Map<OutcomeCode, ListingVerdict['kind']>([
  ['NOT_FOUND', 'trusted'],
  ['LISTING_UNTRUSTED', 'untrusted'],
  ['LISTING_INCOMPLETE', 'incomplete'],
]);

/** Faults in a row that raise an alert. The waits between them take five hours, or less near the deadline of a call. */
const MANY_FAULTS = 7;

/** Releases every call that was not stored, each with its own reason. */
export const releaseCalls = async (deps: ReleaseDeps, reconciliation: Reconciliation): Promise<void> => {
  const group = findOwnGroup(deps.registry, reconciliation);
  const notStored = callsOf(reconciliation.calls).filter(([, { outcome }]) => outcome !== 'stored');
  await Promise.all(notStored.map(([callId, call]) => releaseOne(deps, reconciliation, group, callId, call)));
};

const releaseOne = async (
  deps: ReleaseDeps,
  reconciliation: Reconciliation,
  group: RegistryGroup | undefined,
  callId: CallId,
  { code = NO_CODE, message: reason = '', isAboutTheCall = false }: CallOutcome,
): Promise<void> => {
  const { reconciliationId, tenantId } = reconciliation;
  const key = { tenantId, callId };
  const verdict = VERDICTS.get(code);
  const why = {
    ...{ code, message: reason, isAboutTheCall },
    isListingDoubted: verdict !== undefined && verdict !== 'trusted',
    ...evidenceOf(reconciliation, verdict),
  };
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

/** The job of the window, and what its listing proved. Without a verdict the listing was not what decided the call. */
const evidenceOf = (
  reconciliation: Reconciliation,
  listing: ListingVerdict['kind'] | undefined,
): { readonly evidence?: Evidence } => {
  if (reconciliation.phase !== 'closed' || reconciliation.exportJobId === undefined) return {};
  const { exportJobId, exportCompletedAt: listedAt } = reconciliation;
  if (listing === undefined) return { evidence: { exportJobId } };
  const judged = { listing, rulesVersion: LISTING_RULES_VERSION };
  return { evidence: { exportJobId, ...judged, ...(listedAt !== undefined && { listedAt }) } };
};
