import { type CallClaim, type CallId, claimCall, type ReconciliationId } from '@recordings/call-record';
import { type CallOutcome, type CallOutcomes, isLive } from '@recordings/reconciliation';
import { makeChangeContext } from '../change-context.ts';
import type { RecoveredGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { skipIfStuck } from '../skip-if-stuck.ts';
import { spanOf } from './call-span.ts';

/**
 * Calls that are claimed for one window: its item must stay below the 400 KB of DynamoDB. Our pooler publishes 100 at most.
 * The others are free when the window is closed.
 */
const MAX_CLAIMED = 200;

type ClaimDeps = Pick<RecoveryDeps, 'calls' | 'reconciliations' | 'shardCount' | 'now' | 'note'>;

type ClaimedWindow = {
  readonly reconciliationId: ReconciliationId;
  readonly calls: readonly { readonly callId: CallId }[];
};

/**
 * Claims the calls of a window.
 *
 * @returns those that this reconciliation holds. Stored and explained calls, and calls of another live reconciliation,
 * are not among them.
 */
export const claimCalls = async (
  deps: ClaimDeps,
  { reconciliationId, calls }: ClaimedWindow,
  group: RecoveredGroup,
): Promise<CallOutcomes> => {
  const claimed = new Map<CallId, CallOutcome>();
  if (calls.length > MAX_CLAIMED) noteLimit(deps, group, calls.length - MAX_CLAIMED);
  await Promise.all(
    calls.slice(0, MAX_CLAIMED).map(async ({ callId }) => {
      const key = { tenantId: group.tenantId, callId };
      const claim = await skipIfStuck(deps, { ...key, reconciliationId }, () =>
        claimOne(deps, reconciliationId, callId, group),
      );
      if (claim === undefined) return;
      if (claim.kind === 'claimed') {
        claimed.set(callId, { ...spanOf(claim, deps.now()), outcome: 'open' });
        return;
      }
      deps.note({ type: 'call_skipped', ...key, why: claim.kind });
    }),
  );
  return Object.fromEntries(claimed);
};

const noteLimit = (
  { note }: Pick<RecoveryDeps, 'note'>,
  { tenantId, groupId: group }: RecoveredGroup,
  left: number,
): void => note({ type: 'limit_reached', limit: 'calls of a window', tenantId, group, left });

const claimOne = async (
  deps: ClaimDeps,
  id: ReconciliationId,
  callId: CallId,
  { tenantId, registered }: RecoveredGroup,
): Promise<CallClaim> => {
  const key = { tenantId, callId };
  const context = makeChangeContext(deps, registered);
  const claim = await deps.calls.change(key, claimCall(id, undefined, context));
  if (claim.kind !== 'held') return claim;
  // A reconciliation that can never be read holds no calls: no worker can close it and release them.
  const about = { ...key, holder: claim.holder };
  const holder = await skipIfStuck(deps, about, () => deps.reconciliations.get(claim.holder));
  if (isLive(holder, deps.now())) return claim;
  return deps.calls.change(key, claimCall(id, claim.holder, context));
};
