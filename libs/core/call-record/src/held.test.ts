import { isHeld, isHeldBy, isRetryDue } from './held.ts';
import { minute, r1, r2 } from './test-call.ts';

describe('a call', () => {
  it.each([
    ['queued', true],
    ['in_progress', true],
    ['pending', false],
    ['failed', false],
    ['completed', false],
    [undefined, false],
  ] as const)('with the status %s is held: %s', (reconciliationStatus, held) => {
    const call = { reconciliationStatus, reconciliationId: r1 };
    expect(isHeld(call)).toBe(held);
    expect(isHeldBy(call, r1)).toBe(held);
    expect(isHeldBy(call, r2)).toBe(false);
  });

  it('without a record is not held', () => {
    expect(isHeldBy(undefined, r1)).toBe(false);
  });

  it.each([
    [undefined, true],
    [minute(9), true],
    [minute(10), true],
    [minute(11), false],
  ])('whose next attempt is at %s is due at minute 10: %s', (nextReconciliationAt, expected) => {
    expect(isRetryDue({ nextReconciliationAt }, minute(10))).toBe(expected);
  });
});
