import { jest } from '@jest/globals';
import { makePace } from './make-pace.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('lets at most 300 events pass in any second, in batches of ten', async () => {
  const pace = makePace(300);
  const passedMs: number[] = [];
  const send = async (): Promise<void> => {
    for (let batch = 0; batch < 20; batch += 1) {
      await pace(10);
      passedMs.push(performance.now());
    }
  };
  // Two senders share the pace.
  void send();
  void send();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(passedMs).toHaveLength(40);
  for (const startMs of passedMs) {
    const inSecond = passedMs.filter((ms) => ms >= startMs && ms < startMs + 1_000).length * 10;
    expect(inSecond).toBeLessThanOrEqual(300);
  }
  expect(passedMs.at(-1)! - passedMs[0]!).toBeLessThan(1_500);
});

it('lets the first events pass at once, and those after a rest', async () => {
  const pace = makePace(1);
  await pace(1);
  await jest.advanceTimersByTimeAsync(5_000);
  await pace(1);
  expect(jest.getTimerCount()).toBe(0);
});

it('ends the wait if the signal aborts', async () => {
  const pace = makePace(1);
  const stopping = new AbortController();
  await pace(100);
  const waiting = pace(1, stopping.signal);
  stopping.abort();
  await waiting;
  expect(jest.getTimerCount()).toBe(0);
});
