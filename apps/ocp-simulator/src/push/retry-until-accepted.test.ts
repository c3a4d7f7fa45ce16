import { retryUntilAccepted } from './retry-until-accepted.ts';

const policy = { firstDelayMs: 1, maxDelayMs: 2, giveUpAfterMs: 1_000 };
const quiet = { policy, now: () => 0, signal: new AbortController().signal, onFailure: () => undefined };

describe('retryUntilAccepted', () => {
  it('retries until an attempt succeeds, and reports each failure', async () => {
    const reported: number[] = [];
    let attempts = 0;
    const accepted = await retryUntilAccepted(
      async () => {
        attempts += 1;
        if (attempts < 5) throw new Error('not yet');
      },
      { ...quiet, onFailure: (attempt) => reported.push(attempt) },
    );
    expect({ accepted, attempts, reported }).toEqual({ accepted: true, attempts: 5, reported: [1, 2, 3, 4] });
  });

  it('gives up when its time has run out', async () => {
    let time = 0;
    const accepted = await retryUntilAccepted(
      () => Promise.reject(new Error('never')),
      // Each reading of the clock takes a tenth of the time.
      { ...quiet, now: () => (time += 100) },
    );
    expect(accepted).toBe(false);
    expect(time).toBe(1_100);
  });

  it('stops waiting when the signal aborts', async () => {
    const aborter = new AbortController();
    const accepted = await retryUntilAccepted(() => Promise.reject(new Error('never')), {
      ...quiet,
      policy: { ...policy, firstDelayMs: 3_600_000 },
      signal: aborter.signal,
      onFailure: () => setImmediate(() => aborter.abort()),
    });
    expect(accepted).toBe(false);
  });
});
