import { EMPTY_BUDGET, OcpBreakerOpenError, type RequestBudget } from '@recordings/reconciliation';
import { CONTROL, makeTestAccess, START_MS } from './access-fixture.ts';

const open = new AbortController().signal;
/** The clock is ahead by this, until an answer of AWS corrects it. */
const AHEAD_MS = 30 * 3_600_000;
const RIGHT_MS = START_MS - AHEAD_MS;

/** An access whose clock is set back by the answer to the next request to the table, once `isDue` is set. */
const makeAccess = (breaker: RequestBudget['breaker'] = EMPTY_BUDGET.breaker) => {
  const correction = { isDue: false };
  let budget: RequestBudget = { ...EMPTY_BUDGET, breaker };
  const world = makeTestAccess({
    changeBudget: async (_, change) => {
      const { next, result } = change({ budget, unreadable: [] });
      budget = next ?? budget;
      await Promise.resolve();
      if (correction.isDue) world.clock.nowMs -= AHEAD_MS;
      correction.isDue = false;
      return { isWritten: next !== undefined, result };
    },
  });
  return { ...world, correction };
};

/** Lets the request to the table end, before time passes. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('an access whose clock is set back by hours', () => {
  it('does not send by a permit of the wrong clock that was held', async () => {
    const { access, clock, passTime, notes } = makeAccess();
    const held = await access.awaitPermit(CONTROL, open);
    clock.nowMs = RIGHT_MS;
    const again = access.awaitPermit({ ...CONTROL, held }, open);
    await passTime(1_000);
    expect(await again).toEqual({ departureMs: RIGHT_MS });
    expect(notes).toContainEqual({ type: 'departure_forfeited', reason: 'unused' });
  });

  it('sends a request whose claim was being written', async () => {
    const { access, passTime, correction } = makeAccess();
    correction.isDue = true;
    const permit = access.awaitPermit(CONTROL, open);
    await settle();
    await passTime(1_000);
    expect(await permit).toEqual({ departureMs: RIGHT_MS });
  });

  it('refuses no longer than the pause that a claim found', async () => {
    const breaker = { ...EMPTY_BUDGET.breaker, openUntilMs: START_MS + 60_000, pauseMs: 60_000 };
    const { access, passTime, correction } = makeAccess(breaker);
    correction.isDue = true;
    await expect(access.awaitPermit(CONTROL, open)).rejects.toThrow(OcpBreakerOpenError);
    await passTime(60_000);
    expect(await access.awaitPermit(CONTROL, open)).toEqual({ departureMs: RIGHT_MS + 60_000 });
  });

  it('refuses no longer than the pause that its own outage began', async () => {
    const { access, passTime, correction } = makeAccess();
    for (let times = 1; times <= 5; times += 1) {
      const permit = await access.awaitPermit(CONTROL, open);
      correction.isDue = times === 5;
      access.report(permit, 'outage', CONTROL);
      await settle();
      await passTime(1_000);
    }
    await expect(access.awaitPermit(CONTROL, open)).rejects.toThrow(OcpBreakerOpenError);
    await passTime(60_000);
    const permit = access.awaitPermit(CONTROL, open);
    await passTime(1_000);
    expect((await permit).departureMs).toBeLessThan(RIGHT_MS + 70_000);
  });
});
