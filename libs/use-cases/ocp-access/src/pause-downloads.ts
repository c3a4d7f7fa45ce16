import { judgeBreaker, OcpBreakerOpenError, type OcpGate } from '@recordings/reconciliation';
import type { OcpAccessDeps } from './ocp-access-deps.ts';
import type { SharedHost } from './shared-host.ts';

/** After a pause one download of this process tries. The others wait for its end, at most so long. */
const TRIAL_MS = 60_000;

type Awaiting = Pick<OcpGate, 'awaitPermit' | 'giveBack'>;

/**
 * Lets the downloads of a group wait while its breaker is open. Workers learn of it when they claim departures, so it is
 * looked at again once a permit is granted.
 */
export const pauseDownloads = (
  { rules, now }: Pick<OcpAccessDeps, 'rules' | 'now'>,
  shared: Pick<SharedHost, 'downloadsOf'>,
  { awaitPermit, giveBack }: Awaiting,
): { readonly awaitPermit: OcpGate['awaitPermit']; readonly endTrial: (group: string) => void } => {
  const trialsUntilMs = new Map<string, number>();
  const pass = (group: string, startsTrial: boolean): void => {
    const breaker = shared.downloadsOf(group);
    if (!breaker) return;
    const nowMs = now();
    const verdict = judgeBreaker(breaker, rules, nowMs);
    const isTried = (trialsUntilMs.get(group) ?? 0) > nowMs;
    if (verdict.kind === 'open' || (verdict.kind === 'trial' && isTried)) {
      throw new OcpBreakerOpenError(`downloads of ${group} failed again and again; none is sent for a while`);
    }
    if (verdict.kind === 'trial' && startsTrial) trialsUntilMs.set(group, nowMs + TRIAL_MS);
  };
  return {
    awaitPermit: async (request, signal) => {
      if (request.lane !== 'download') return awaitPermit(request, signal);
      // The breaker was judged when the permit was reserved: this request is the one that tries.
      if (!request.held) pass(request.group, false);
      const permit = await awaitPermit(request, signal);
      if (request.held) return permit;
      try {
        pass(request.group, true);
      } catch (error) {
        giveBack(permit);
        throw error;
      }
      return permit;
    },
    endTrial: (group) => void trialsUntilMs.delete(group),
  };
};
