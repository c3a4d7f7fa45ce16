import type { ReconciliationRequest } from '@recordings/reconciliation';

/**
 * Numbers the windows of each group from 1 again. Windows drop out after they were planned: their calls changed, or the
 * execution was aborted.
 */
export const numberWindows = (requests: readonly ReconciliationRequest[]): ReconciliationRequest[] => {
  const totals = new Map<string, number>();
  const numbered = requests.map((request) => {
    const group = groupKeyOf(request);
    const windowIndex = (totals.get(group) ?? 0) + 1;
    totals.set(group, windowIndex);
    return { ...request, payload: { ...request.payload, windowIndex } };
  });
  return numbered.map((request) => {
    const totalWindows = totals.get(groupKeyOf(request))!;
    return { ...request, payload: { ...request.payload, totalWindows } };
  });
};

const groupKeyOf = ({ payload: { tenantId, groupId } }: ReconciliationRequest): string =>
  JSON.stringify([tenantId, groupId]);
