import { CallId, GroupId, TenantId, timestampOf } from '@recordings/call-record';
import type { Priority } from '@recordings/reconciliation';
import type { Candidate } from './build-request.ts';
import { limitWindows } from './limit-windows.ts';
import { planWindows } from './plan-windows.ts';

const MINUTE_MS = 60_000;

/** A call in a window of its own. */
const callAt = (minute: number, priority: Priority = 'normal'): Candidate => ({
  tenantId: TenantId.parse('acme'),
  groupId: GroupId.parse('Acme_EN'),
  callId: CallId.parse(`c-${minute}`),
  callTimestamp: timestampOf(minute * 10 * MINUTE_MS),
  createdAt: timestampOf(0),
  hasCdrEnd: true,
  reconciliationAttempts: 0,
  recoverableUntil: timestampOf(1e12),
  priority,
});

const limited = (taken: readonly Candidate[], limit: number): string[] =>
  limitWindows(planWindows(taken, { sizeMs: MINUTE_MS, maxCalls: 100 }), taken, limit).flatMap(({ calls }) =>
    calls.map(({ callId }) => callId),
  );

describe('limitWindows', () => {
  it('keeps the windows whose calls are taken first, in the order of time', () => {
    // Taken in this order.
    expect(limited([callAt(3), callAt(1), callAt(2), callAt(0)], 2)).toEqual(['c-1', 'c-3']);
  });

  it('keeps all windows if there are no more than the limit', () => {
    expect(limited([callAt(3), callAt(1)], 2)).toEqual(['c-1', 'c-3']);
  });

  it('keeps a tenth of the places for each lower priority', () => {
    const high = Array.from({ length: 30 }, (_, n) => callAt(n, 'high'));
    const low = [callAt(50, 'low'), callAt(51, 'low')];
    const kept = limited([...high, ...low], 10);
    expect(kept).toHaveLength(10);
    expect(kept).toContain('c-50');
    expect(kept).not.toContain('c-51');
  });
});
