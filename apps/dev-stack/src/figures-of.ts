import { type Ledger, recoveredCalls } from './ledger/count-ledger.ts';
import type { RunFigures } from './ledger/render-ledger.ts';
import type { DayProgress } from './play/play-day.ts';

/** What the ledger shows beside the calls. */
export const figuresOf = (
  { simulator }: DayProgress,
  ledger: Ledger,
  { elapsedMs, audioFilesLeftOut }: Pick<RunFigures, 'elapsedMs' | 'audioFilesLeftOut'>,
): RunFigures => {
  const notPushed = [
    ...recoveredCalls(ledger).map(({ groupId, callTimestamp }) => ({
      group: groupId,
      startedAt: callTimestamp,
    })),
    ...ledger.missingCalls.map(({ groupName, startedAt }) => ({ group: groupName, startedAt })),
  ];
  return {
    exportJobs: simulator.exportJobs,
    ocpRequests: simulator.requests,
    elapsedMs,
    groupsTouched: new Set(notPushed.map(({ group }) => group)).size,
    groupHoursTouched: new Set(notPushed.map(({ group, startedAt }) => group + startedAt.slice(0, 13))).size,
    audioFilesLeftOut,
  };
};
