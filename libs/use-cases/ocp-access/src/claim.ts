import { faultOf } from '@recordings/fault';
import {
  type AccessAnswer,
  type ClaimRequest,
  claimAccess,
  type Lane,
  limitOrdered,
  type PermitEvent,
} from '@recordings/reconciliation';
import type { OcpAccessDeps } from './ocp-access-deps.ts';
import { pauseEnd } from './pause-end.ts';
import type { SharedHost } from './shared-host.ts';

/** Tries once to claim departures. @returns what the desk has to know. */
export const claim = async (
  deps: OcpAccessDeps,
  shared: SharedHost,
  request: ClaimRequest,
): Promise<PermitEvent> => {
  const { host, limit, rules, now, random, note } = deps;
  const lane: Lane = request.control > 0 ? 'control' : 'download';
  let decidedMs = now();
  try {
    const { isWritten, result } = await shared.change<AccessAnswer>((budget, nowMs, orders) => {
      decidedMs = nowMs;
      const answer = claimAccess(budget, limitOrdered(limit, orders, nowMs), rules, request, nowMs);
      return answer.kind === 'claimed' ? { next: answer.budget, result: answer } : { result: answer };
    });
    if (result.kind === 'open') {
      return { type: 'opened', untilMs: pauseEnd(result.untilMs, decidedMs, now()), endsClaim: true };
    }
    if (result.kind === 'full') return { type: 'full', lane, waitMs: result.waitMs, random: random() };
    note({ type: 'budget_written', host, isWritten });
    if (!isWritten) return { type: 'lost', lane, random: random() };
    const { departuresMs, isTrial } = result;
    const isPartial = departuresMs.length < request.control + request.downloads.length;
    const tookMs = now() - decidedMs;
    return { type: 'claimed', departuresMs, isPartial, isTrial, tookMs, random: random() };
  } catch (error) {
    return { type: 'failed', error, isTransient: faultOf(error) === 'retryable', random: random() };
  }
};
