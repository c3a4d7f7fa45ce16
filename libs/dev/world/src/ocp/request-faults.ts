import { type ExportConstraints, epochMsOf, timestampOf } from '@recordings/call-record';
import type { CreateJobRequest } from '@recordings/reconciliation';
import { MINUTE_MS } from '../time/timeline.ts';

/** OCP floors both ends to whole hours, so an unaligned range loses its tail. We must never ask for one. */
export const faultsOf = (
  { fromDate, toDate }: CreateJobRequest,
  rule: ExportConstraints,
  nowMs: number,
): string[] => {
  const [fromMs, toMs] = [epochMsOf(fromDate), epochMsOf(toDate)];
  const stepMs = Math.max(1, rule.alignMinutes * MINUTE_MS);
  const rangeMinutes = (toMs - fromMs) / MINUTE_MS;
  const range = `[${fromDate}, ${toDate}) at ${timestampOf(nowMs)}`;
  return [
    ...(fromMs % stepMs !== 0 || toMs % stepMs !== 0 ? [`unaligned range ${range}`] : []),
    ...(rangeMinutes < rule.minRangeMinutes || rangeMinutes > rule.maxRangeMinutes ? [`range ${range}`] : []),
    ...(toMs > nowMs + 2_000 ? [`range not closed yet ${range}`] : []),
  ];
};
