import type { FailureReport } from '@recordings/reconciliation';
import type { Life, Machine } from '../time/machine.ts';

/** The queue `reconciliation-failures`. No process of a world reads it. */
export type VirtualFailureQueue = {
  send(life: Life, reports: readonly FailureReport[]): Promise<void>;
  /** Ids of all reports so far. */
  readonly reported: ReadonlySet<string>;
};

export const makeVirtualFailureQueue = (machine: Machine): VirtualFailureQueue => {
  const reported = new Set<string>();
  return {
    reported,
    send: async (life, reports) => {
      if (reports.length === 0) return;
      await machine.step(life, 'reconciliation-failures.send', () => {
        for (const { id } of reports) reported.add(id);
      });
    },
  };
};
