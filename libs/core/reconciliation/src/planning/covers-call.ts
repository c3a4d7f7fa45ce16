import type { ExportConstraints, Timestamp } from '@recordings/call-record';
import type { ExportPlan } from './plan-export.ts';

/** Whether a job over `[fromDate, toDate)` certainly selected a call, by whichever instant OCP selects. */
export const coversCall = (
  plan: Pick<ExportPlan, 'fromDate' | 'toDate'>,
  call: { readonly startedAt: Timestamp; readonly endedAt?: Timestamp; readonly isUncertain?: boolean },
  constraints: ExportConstraints,
): boolean => {
  const isIn = (instant: Timestamp): boolean => instant >= plan.fromDate && instant < plan.toDate;
  const endedAt = call.endedAt ?? call.startedAt;
  if (call.isUncertain) return isIn(call.startedAt) && isIn(endedAt);
  switch (constraints.selectsBy) {
    case 'start':
      return isIn(call.startedAt);
    case 'end':
      return isIn(endedAt);
    case 'unknown':
      return isIn(call.startedAt) && isIn(endedAt);
    default:
      return constraints.selectsBy satisfies never;
  }
};

/** Whether a job certainly selected every call of a window. */
export const coversWindow = (
  plan: Pick<ExportPlan, 'fromDate' | 'toDate'>,
  window: { readonly firstStart: Timestamp; readonly lastStart: Timestamp; readonly lastEnd: Timestamp },
  constraints: ExportConstraints,
): boolean =>
  coversCall(plan, { startedAt: window.firstStart }, constraints) &&
  coversCall(plan, { startedAt: window.lastStart, endedAt: window.lastEnd }, constraints);
