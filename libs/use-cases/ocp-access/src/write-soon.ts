import type { RequestBudget } from '@recordings/reconciliation';
import type { OcpAccessDeps } from './ocp-access-deps.ts';
import type { SharedHost } from './shared-host.ts';

const MAX_TRIES = 5;
/** Random wait before the next try, at most. */
const RETRY_MS = 300;

/** Writes a change of what all workers know, in up to five tries. @returns whether it was written. */
export const writeSoon = async (
  { startTimer, random }: Pick<OcpAccessDeps, 'startTimer' | 'random'>,
  shared: Pick<SharedHost, 'change'>,
  nextOf: (budget: RequestBudget, nowMs: number) => RequestBudget,
): Promise<boolean> => {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const isWritten = await shared
      .change((budget, nowMs) => ({ next: nextOf(budget, nowMs), result: undefined }))
      .then(
        (changed) => changed.isWritten,
        () => false,
      );
    if (isWritten) return true;
    await new Promise<void>((resolve) => void startTimer(random() * RETRY_MS, resolve));
  }
  return false;
};
