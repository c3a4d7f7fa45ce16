import { type ExportConstraints, epochMsOf, type Timestamp } from '@recordings/call-record';

const MINUTE_MS = 60_000;

/** Leaves room for ends after the last start, for uncertain starts, and for whole steps. */
const SHARE_OF_LONGEST_RANGE = 1 / 3;

/**
 * How long the windows of a group are whose windows OCP exports together anyway, in milliseconds. Fewer windows then
 * need fewer messages and items, and no more jobs.
 *
 * @returns undefined if each window of the group has a job of its own.
 */
export const chooseWideSizeMs = ({
  runningJobsPerGroup,
  maxRangeMinutes,
  alignMinutes,
}: ExportConstraints): number | undefined => {
  if (runningJobsPerGroup === 'unbounded') return undefined;
  const stepMinutes = Math.max(1, alignMinutes);
  const steps = Math.floor((maxRangeMinutes * SHARE_OF_LONGEST_RANGE) / stepMinutes);
  return Math.max(1, steps) * stepMinutes * MINUTE_MS;
};

/** OCP's list is complete for calls that ended before this instant, and a job over whole steps can end there. */
export const settledUntil = ({ settleMinutes, alignMinutes }: ExportConstraints, now: Timestamp): number => {
  const stepMs = Math.max(1, alignMinutes) * MINUTE_MS;
  return Math.floor((epochMsOf(now) - settleMinutes * MINUTE_MS) / stepMs) * stepMs;
};
