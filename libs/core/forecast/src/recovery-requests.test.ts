import { type CountedRequests, countedRequests } from './counted-requests.ts';
import { recoveryRequests } from './recovery-requests.ts';

/** A call takes 4 writes, and a window 10 more. */
const counted: CountedRequests = {
  ...countedRequests,
  recoveredInSmallWindow: { writes: 7 + 4 + 10 / 5 },
  recoveredInLargeWindow: { writes: 7 + 4 + 10 / 25 },
  recovery: { writes: 4 + 10 / 12 },
};

describe('recoveryRequests', () => {
  it.each([
    [{ calls: 1, windows: 1 }, 14],
    [{ calls: 100, windows: 1 }, 410],
    [{ calls: 100, windows: 100 }, 1_400],
    [{ calls: 0, windows: 0 }, 0],
  ])('counts the requests of calls and of windows apart: %j', (recovered, expected) => {
    expect(recoveryRequests(recovered, counted)['writes']).toBeCloseTo(expected, 6);
  });

  it('counts what was counted for a usual window', () => {
    const { 'DynamoDB write units': units } = recoveryRequests({ calls: 12, windows: 1 }, countedRequests);
    expect(units).toBeCloseTo(12 * countedRequests.recovery['DynamoDB write units']!, 6);
  });
});
