import { DomainError } from '@recordings/fault';
import { EMPTY_BUDGET } from '@recordings/reconciliation';
import type { ChangeBudget } from '../src/ocp-access-deps.ts';
import { makeTestAccess, START_MS } from './access-fixture.ts';

class ThrottledStoreError extends DomainError {
  readonly code = 'STORE_UNAVAILABLE';
  readonly fault = 'retryable';
}
class NoTableError extends DomainError {
  readonly code = 'STORE_UNUSABLE';
  readonly fault = 'configuration';
}

const CONTROL = { lane: 'control', group: 'acme' } as const;
const DOWNLOAD = { lane: 'download', group: 'acme' } as const;
const open = new AbortController().signal;

/** Notes when each promise resolves, in milliseconds after the start. */
const timesOf = (clock: { nowMs: number }, promises: readonly Promise<unknown>[]) => {
  const times: number[] = [];
  for (const promise of promises) {
    void promise.then(
      () => times.push(clock.nowMs - START_MS),
      () => times.push(-1),
    );
  }
  return times;
};

describe('awaitPermit', () => {
  it('lets a single request leave at once', async () => {
    const { access, notes } = makeTestAccess();
    expect(await access.awaitPermit(CONTROL, open)).toEqual({ departureMs: START_MS });
    expect(notes).toEqual([
      { type: 'budget_written', host: 'ocp.example', isWritten: true },
      { type: 'permit_granted', lane: 'control', group: 'acme', waitedMs: 0 },
    ]);
  });

  it('lets requests leave 610 ms apart, control requests first, with few writes', async () => {
    const { access, clock, passTime, shared } = makeTestAccess();
    const downloads = Array.from({ length: 4 }, () => access.awaitPermit(DOWNLOAD, open));
    const control = access.awaitPermit(CONTROL, open);
    const times = timesOf(clock, [control, ...downloads]);
    await passTime(10_000);
    expect(times).toEqual([0, 610, 1_220, 1_830, 2_440]);
    expect(shared.writes).toBeLessThanOrEqual(3);
  });

  it('uses a permit that was obtained before, as long as its departure is not missed', async () => {
    const { access, passTime, shared } = makeTestAccess();
    const held = await access.awaitPermit(CONTROL, open);
    await passTime(250);
    expect(await access.awaitPermit({ ...CONTROL, held }, open)).toBe(held);
    expect(shared.writes).toBe(1);
  });

  it('claims another departure for a permit that was held too long, and reports the missed one', async () => {
    const { access, passTime, notes } = makeTestAccess();
    const held = await access.awaitPermit(CONTROL, open);
    await passTime(251);
    const again = access.awaitPermit({ ...CONTROL, held }, open);
    await passTime(1_000);
    expect(await again).toEqual({ departureMs: START_MS + 610 });
    expect(notes).toContainEqual({ type: 'departure_forfeited', reason: 'missed' });
  });

  it('rejects with the reason as soon as the signal aborts', async () => {
    const { access, passTime, clock } = makeTestAccess();
    await access.awaitPermit(DOWNLOAD, open);
    const stop = new AbortController();
    const [first, second] = [access.awaitPermit(DOWNLOAD, stop.signal), access.awaitPermit(DOWNLOAD, open)];
    const times = timesOf(clock, [second]);
    stop.abort(new Error('shutting down'));
    await expect(first).rejects.toThrow('shutting down');
    await passTime(2_000);
    expect(times).toEqual([610]);
    await expect(access.awaitPermit(DOWNLOAD, stop.signal)).rejects.toThrow('shutting down');
  });

  const failing = (error: Error, times: number) => {
    let failures = 0;
    const working = makeTestAccess();
    const changeBudget: ChangeBudget = (_, change) => {
      failures += 1;
      if (failures <= times) return Promise.reject(error);
      return Promise.resolve({
        isWritten: true,
        result: change({ budget: working.shared.budget, unreadable: [] }).result,
      });
    };
    return makeTestAccess({ changeBudget });
  };

  it('waits while DynamoDB throttles', async () => {
    const { access, clock, passTime } = failing(new ThrottledStoreError('throttled'), 3);
    const times = timesOf(clock, [access.awaitPermit(CONTROL, open)]);
    await passTime(20_000);
    expect(times).toEqual([5_250]);
  });

  it('rejects with the error of a store that does not come back', async () => {
    const { access, passTime } = failing(new ThrottledStoreError('throttled'), 4);
    const refused = expect(access.awaitPermit(CONTROL, open)).rejects.toThrow('throttled');
    await passTime(20_000);
    await refused;
  });

  it('rejects at once if the table is missing', async () => {
    const { access } = failing(new NoTableError('no table'), 1);
    await expect(access.awaitPermit(CONTROL, open)).rejects.toThrow('no table');
  });
});

describe('reportThrottled', () => {
  it('makes all requests wait for the time that OCP asked for, and then leave further apart', async () => {
    const { access, clock, passTime, notes } = makeTestAccess();
    access.reportThrottled(20_000);
    await passTime(0);
    const times = timesOf(clock, [access.awaitPermit(CONTROL, open), access.awaitPermit(CONTROL, open)]);
    await passTime(60_000);
    expect(times[0]).toBe(20_000);
    expect(times[1]! - times[0]!).toBeGreaterThan(1_150);
    expect(notes).toContainEqual({ type: 'budget_slowed', host: 'ocp.example', askedMs: 20_000 });
  });

  it('tries again when another worker wrote meanwhile, and reports when it cannot', async () => {
    let tries = 0;
    const changeBudget: ChangeBudget = async (_, change) => {
      tries += 1;
      return {
        isWritten: false,
        result: change({ budget: EMPTY_BUDGET, unreadable: [] }).result,
      };
    };
    const { access, notes, passTime } = makeTestAccess({ changeBudget });
    access.reportThrottled();
    await passTime(5_000);
    expect(tries).toBe(5);
    expect(notes).toEqual([{ type: 'budget_not_slowed', host: 'ocp.example', askedMs: undefined }]);
  });
});

describe('faults of the shared item', () => {
  it('are reported once a minute', async () => {
    const poisoned = { ...EMPTY_BUDGET, claims: [{ lastMs: START_MS + 3_600_000, age: 0 }] };
    const changeBudget: ChangeBudget = async (_, change) => {
      const { result } = change({ budget: poisoned, unreadable: ['turns'] });
      return { isWritten: true, result };
    };
    const { access, notes, passTime } = makeTestAccess({ changeBudget });
    const faults = () => notes.filter(({ type }) => /ignored|unreadable/.test(type));
    for (let times = 0; times < 3; times += 1) await access.awaitPermit(CONTROL, open);
    expect(faults()).toEqual([
      { type: 'budget_item_unreadable', host: 'ocp.example', attributes: ['turns'] },
      { type: 'budget_claim_ignored', host: 'ocp.example', aheadMs: 3_600_000 },
    ]);
    await passTime(60_000);
    await access.awaitPermit(CONTROL, open);
    expect(faults()).toHaveLength(4);
  });
});
