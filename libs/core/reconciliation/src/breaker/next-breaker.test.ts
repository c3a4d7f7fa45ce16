import { isImpossiblePause, isRateHigh, judgeBreaker, nextBreaker, startTrial } from './next-breaker.ts';
import { CLOSED_BREAKER, type RequestOutcome, type SharedBreaker } from './shared-breaker.ts';

const START_MS = Date.UTC(2026, 0, 15);
const RULES = { rowPauseMs: 60_000, burstPauseMs: 300_000 };
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** A breaker that is fed outcomes; `at` is milliseconds after the start. */
const makeTestBreaker = (from: SharedBreaker = CLOSED_BREAKER) => {
  let breaker = from;
  const feed = (at: number, kind: RequestOutcome['kind'], departedAt = at): void => {
    breaker = nextBreaker(breaker, { kind, departureMs: START_MS + departedAt }, RULES, START_MS + at);
  };
  const verdict = (at: number) => judgeBreaker(breaker, RULES, START_MS + at);
  /** How long it stays open from `at`, in milliseconds. */
  const openFor = (at: number): number => {
    const judged = verdict(at);
    return judged.kind === 'open' ? judged.untilMs - START_MS - at : 0;
  };
  const fail = (times: number, everyMs: number, from: number): void => {
    for (let n = 0; n < times; n += 1) feed(from + n * everyMs, 'outage');
  };
  const tryOnce = (at: number): void => {
    expect(verdict(at)).toEqual({ kind: 'trial' });
    breaker = startTrial(breaker, START_MS + at);
  };
  return { feed, verdict, openFor, fail, tryOnce, breaker: () => breaker };
};

describe('5 outages in a row', () => {
  it('open the breaker for a minute', () => {
    const { fail, openFor, verdict } = makeTestBreaker();
    fail(4, SECOND_MS, 0);
    expect(verdict(3_000)).toEqual({ kind: 'closed' });
    fail(1, 0, 4_000);
    expect(openFor(4_000)).toBe(MINUTE_MS);
    expect(openFor(63_000)).toBe(SECOND_MS);
  });

  it('are not in a row if OCP answered meanwhile, by a refusal too', () => {
    const { fail, feed, verdict } = makeTestBreaker();
    fail(4, SECOND_MS, 0);
    feed(4_000, 'answered');
    fail(4, SECOND_MS, 5_000);
    expect(verdict(9_000)).toEqual({ kind: 'closed' });
  });

  it('are a row also if callers gave up meanwhile', () => {
    const { fail, feed, openFor } = makeTestBreaker();
    fail(4, SECOND_MS, 0);
    feed(4_000, 'aborted');
    fail(1, 0, 5_000);
    expect(openFor(5_000)).toBe(MINUTE_MS);
  });

  it('keep it open for a minute only, whatever fails late', () => {
    const { fail, openFor } = makeTestBreaker();
    fail(5, 0, 0);
    fail(3, SECOND_MS, 10_000);
    expect(openFor(20_000)).toBe(40_000);
  });
});

describe('10 outages in 5 minutes', () => {
  /** An outage, then an answer, so that there is no row. */
  const alternate = (
    breaker: ReturnType<typeof makeTestBreaker>,
    outages: number,
    everyMs: number,
  ): number => {
    for (let n = 0; n < outages; n += 1) {
      breaker.feed(n * everyMs, 'answered');
      breaker.feed(n * everyMs, 'outage');
    }
    return (outages - 1) * everyMs;
  };

  it('open the breaker for 5 minutes', () => {
    const breaker = makeTestBreaker();
    const lastAt = alternate(breaker, 10, 30_000);
    expect(breaker.openFor(lastAt)).toBe(5 * MINUTE_MS);
  });

  it('are too few if they took longer, or if they are nine', () => {
    const slow = makeTestBreaker();
    const lastAt = alternate(slow, 20, 34_000);
    expect(slow.verdict(lastAt)).toEqual({ kind: 'closed' });
    const few = makeTestBreaker();
    expect(few.verdict(alternate(few, 9, SECOND_MS))).toEqual({ kind: 'closed' });
  });

  it('are too few in an outage that goes on, because one request is sent a minute', () => {
    const { fail, openFor, tryOnce, feed } = makeTestBreaker();
    fail(5, SECOND_MS, 0);
    const pauses: number[] = [];
    let at = 4_000;
    for (let trials = 0; trials < 5; trials += 1) {
      const pauseMs = openFor(at);
      pauses.push(pauseMs / MINUTE_MS);
      at += pauseMs;
      tryOnce(at);
      feed(at, 'outage');
    }
    pauses.push(openFor(at) / MINUTE_MS);
    expect(pauses).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('are used up by the pause: one outage after it does not open the breaker for 5 minutes again', () => {
    const breaker = makeTestBreaker();
    const at = alternate(breaker, 10, SECOND_MS) + 5 * MINUTE_MS;
    breaker.tryOnce(at);
    breaker.feed(at, 'answered');
    breaker.feed(at + 1_000, 'outage');
    expect(breaker.verdict(at + 1_000)).toEqual({ kind: 'closed' });
  });
});

describe('the request that tries whether OCP is back', () => {
  const openBreaker = () => {
    const breaker = makeTestBreaker();
    breaker.fail(5, 0, 0);
    return breaker;
  };

  it('is one, and the others look again in 2 s', () => {
    const { tryOnce, openFor } = openBreaker();
    tryOnce(MINUTE_MS);
    expect(openFor(MINUTE_MS)).toBe(2_000);
    expect(openFor(MINUTE_MS + 59_000)).toBe(1_000);
  });

  it('closes the breaker when it is answered', () => {
    const { tryOnce, feed, verdict, breaker } = openBreaker();
    tryOnce(MINUTE_MS);
    feed(MINUTE_MS + 100, 'answered', MINUTE_MS);
    expect(verdict(MINUTE_MS + 100)).toEqual({ kind: 'closed' });
    expect(breaker().row).toBe(0);
  });

  it.each(['outage', 'aborted'] as const)('opens it again for as long: %s', (kind) => {
    const { tryOnce, feed, openFor } = openBreaker();
    tryOnce(MINUTE_MS);
    feed(MINUTE_MS + 100, kind, MINUTE_MS);
    expect(openFor(MINUTE_MS + 100)).toBe(MINUTE_MS);
  });

  it('is tried by another worker if nothing is heard of it for a minute', () => {
    const { tryOnce } = openBreaker();
    tryOnce(MINUTE_MS);
    tryOnce(2 * MINUTE_MS);
  });

  it('is not an old request whose answer comes late', () => {
    const { feed, openFor } = openBreaker();
    feed(30_000, 'answered', -1_000);
    expect(openFor(30_000)).toBe(30_000);
  });
});

describe('half of the requests of 10 minutes', () => {
  const rateAfter = (answers: number, outages: number, at = 0) => {
    const { feed, breaker } = makeTestBreaker();
    for (let n = 0; n < answers; n += 1) feed(n * SECOND_MS, 'answered');
    for (let n = 0; n < outages; n += 1) feed(n * SECOND_MS, 'outage');
    return isRateHigh(breaker(), START_MS + at);
  };

  it('are a high rate, from 10 requests on', () => {
    expect(rateAfter(5, 5)).toBe(true);
    expect(rateAfter(6, 5)).toBe(false);
    expect(rateAfter(4, 5)).toBe(false);
  });

  it('are forgotten after 10 minutes', () => {
    expect(rateAfter(0, 10, 9 * MINUTE_MS)).toBe(true);
    expect(rateAfter(0, 10, 10 * MINUTE_MS)).toBe(false);
  });

  it('need eleven counts at most, whatever clocks say', () => {
    const { feed, breaker } = makeTestBreaker();
    for (let minute = 0; minute < 100; minute += 1) feed(minute * MINUTE_MS, 'answered');
    expect(Object.keys(breaker().minutes)).toHaveLength(10);
  });
});

describe('a poisoned breaker', () => {
  it('counts as closed if its pause is longer than any rule makes it', () => {
    const poisoned = { ...CLOSED_BREAKER, openUntilMs: START_MS + 3_600_000 };
    expect(judgeBreaker(poisoned, RULES, START_MS)).toEqual({ kind: 'closed' });
    expect(isImpossiblePause(poisoned, RULES, START_MS)).toBe(true);
    expect(isImpossiblePause({ ...poisoned, openUntilMs: START_MS + 300_000 }, RULES, START_MS)).toBe(false);
  });

  it('lets another worker try if the trial lies far in the future', () => {
    const poisoned = { ...CLOSED_BREAKER, openUntilMs: START_MS, trialUntilMs: START_MS + 3_600_000 };
    expect(judgeBreaker(poisoned, RULES, START_MS)).toEqual({ kind: 'trial' });
  });
});
