import { judgeBreaker, type RequestOutcome } from '@recordings/reconciliation';
import type { OcpAccessDeps } from './ocp-access-deps.ts';
import { pauseEnd } from './pause-end.ts';
import type { SharedHost } from './shared-host.ts';
import { writeSoon } from './write-soon.ts';

/**
 * Makes the function that takes the outcomes of requests. While all is well they wait for the next claim, which takes
 * them along. An outage, and each outcome after one, is written at once.
 *
 * @param onOpened the breaker is open until then.
 */
export const makeReporter = (
  deps: OcpAccessDeps,
  shared: SharedHost,
  onOpened: (untilMs: number) => void,
): ((outcome: RequestOutcome) => void) => {
  let isWriting = false;
  const writeAll = async (): Promise<void> => {
    let isWritten = true;
    while (isWritten && shared.isUrgent()) {
      let open: { readonly untilMs: number; readonly decidedMs: number } | undefined;
      isWritten = await writeSoon(deps, shared, (budget, nowMs) => {
        const verdict = judgeBreaker(budget.breaker, deps.rules, nowMs);
        open = verdict.kind === 'open' ? { untilMs: verdict.untilMs, decidedMs: nowMs } : undefined;
        return budget;
      });
      if (isWritten && open) onOpened(pauseEnd(open.untilMs, open.decidedMs, deps.now()));
    }
  };
  return (outcome) => {
    shared.add(outcome);
    if (isWriting || !shared.isUrgent()) return;
    isWriting = true;
    void writeAll().finally(() => {
      isWriting = false;
    });
  };
};
