import { faultOf } from '@recordings/fault';
import {
  type ClaimAnswer,
  type ClaimRequest,
  claimDepartures,
  type Lane,
  type PermitEvent,
} from '@recordings/reconciliation';
import { noteFaults } from './note-faults.ts';
import type { OcpAccessDeps } from './ocp-access-deps.ts';

/** Tries once to claim departures. @returns what the desk has to know. */
export const claim = async (deps: OcpAccessDeps, request: ClaimRequest): Promise<PermitEvent> => {
  const { changeBudget, host, limit, now, random, note } = deps;
  const lane: Lane = request.control > 0 ? 'control' : 'download';
  let decidedMs = now();
  const decide = (read: Parameters<Parameters<typeof changeBudget>[1]>[0]) => {
    decidedMs = now();
    noteFaults(deps, read, decidedMs);
    const answer = claimDepartures(read.budget, limit, request, decidedMs);
    return answer.kind === 'claimed' ? { next: answer.budget, result: answer } : { result: answer };
  };
  try {
    const { isWritten, result } = await changeBudget<ClaimAnswer>(host, decide);
    if (result.kind === 'full') return { type: 'full', lane, waitMs: result.waitMs, random: random() };
    note({ type: 'budget_written', host, isWritten });
    if (!isWritten) return { type: 'lost', lane, random: random() };
    const { departuresMs } = result;
    const isPartial = departuresMs.length < request.control + request.downloads.length;
    return { type: 'claimed', departuresMs, isPartial, tookMs: now() - decidedMs, random: random() };
  } catch (error) {
    return { type: 'failed', error, isTransient: faultOf(error) === 'retryable', random: random() };
  }
};
