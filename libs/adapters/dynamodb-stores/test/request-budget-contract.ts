import type { RequestBudget } from '@recordings/reconciliation';
import { makeAcquirePermit } from '../src/acquire-permit.ts';
import { type CoordinationStore, makeCoordinationStore } from '../src/coordination-store.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const LIMIT = { maxRequests: 10, periodMs: 600 };
const WORKERS = 4;
/** The clocks of workers differ. */
const CLOCK_GAP_MS = 100;

/** The suite that every DynamoDB must pass: the budget that all workers share. */
export const describeRequestBudget = (name: string, start: StartDynamodb): void => {
  describe(`request budget on ${name}`, () => {
    let target: DynamodbTarget;
    let store: CoordinationStore;
    const open = new AbortController();

    beforeAll(async () => {
      target = await start();
      store = newStore();
    });
    afterAll(() => target.stop());

    const newStore = () =>
      makeCoordinationStore({ dynamodb: target.dynamodb, table: target.tableNames.coordination });

    it('gives several workers, whose clocks differ, at most the limit in any period, and serves all', async () => {
      const grantedAt: number[] = [];
      const workers = Array.from({ length: WORKERS }, (_, n) => {
        // A permit counts from the time that was read for it. On a slow machine `acquire` resolves much later.
        const worker = { lookedAt: 0 };
        const now = () => (worker.lookedAt = Date.now()) - n * CLOCK_GAP_MS;
        return { worker, acquire: makeAcquirePermit(newStore(), 'shared', LIMIT, now) };
      });
      await Promise.all(
        Array.from({ length: LIMIT.maxRequests * 3 }, async (_, n) => {
          const { worker, acquire } = workers[n % WORKERS]!;
          await acquire(open.signal);
          grantedAt.push(worker.lookedAt);
        }),
      );
      expect(grantedAt).toHaveLength(LIMIT.maxRequests * 3);
      expect(mostIn(LIMIT.periodMs, grantedAt)).toBeLessThanOrEqual(LIMIT.maxRequests);
    });

    it('serves all of 200 callers at once', async () => {
      const limit = { maxRequests: 200, periodMs: 60_000 };
      const acquires = Array.from({ length: 5 }, () =>
        makeAcquirePermit(newStore(), 'crowd', limit, Date.now),
      );
      await Promise.all(Array.from({ length: limit.maxRequests }, (_, n) => acquires[n % 5]!(open.signal)));
      const grants = Object.values(await grantsOf('crowd'));
      expect(grants.reduce((sum, count) => sum + count, 0)).toBe(limit.maxRequests);
    });

    it('rejects with the reason when the signal aborts during the wait, and takes no permit', async () => {
      const limit = { maxRequests: 1, periodMs: 60_000 };
      const acquire = makeAcquirePermit(store, 'used up', limit, Date.now);
      await acquire(open.signal);
      const before = await grantsOf('used up');

      const shutdown = new AbortController();
      const [first, inLine] = [acquire(shutdown.signal), acquire(shutdown.signal)];
      shutdown.abort(new Error('shutting down'));
      await expect(first).rejects.toThrow('shutting down');
      await expect(inLine).rejects.toThrow('shutting down');
      expect(await grantsOf('used up')).toEqual(before);
    });

    it('serves the next caller when the first one gives up', async () => {
      const acquire = makeAcquirePermit(store, 'head', { maxRequests: 1, periodMs: 600 }, Date.now);
      await acquire(open.signal);
      const givesUp = new AbortController();
      const [head, next] = [acquire(givesUp.signal), acquire(open.signal)];
      givesUp.abort(new Error('gave up'));
      await expect(head).rejects.toThrow('gave up');
      await expect(next).resolves.toBeUndefined();
    });

    it('rejects at once when the signal is aborted already', async () => {
      const acquire = makeAcquirePermit(store, 'aborted', LIMIT, Date.now);
      await expect(acquire(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
      expect(await grantsOf('aborted')).toEqual({});
    });

    it('rejects at once with an aborted signal, also while an earlier caller waits', async () => {
      const acquire = makeAcquirePermit(store, 'waiting', { maxRequests: 1, periodMs: 60_000 }, Date.now);
      await acquire(open.signal);
      const shutdown = new AbortController();
      const waiting = acquire(shutdown.signal);
      await expect(acquire(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
      shutdown.abort(new Error('shutting down'));
      await expect(waiting).rejects.toThrow('shutting down');
    });

    it('rethrows that the table is missing, without a wait', async () => {
      const lost = makeCoordinationStore({ dynamodb: target.dynamodb, table: 'test-absent' });
      const acquire = makeAcquirePermit(lost, 'any', LIMIT, Date.now);
      await expect(acquire(open.signal)).rejects.toMatchObject({ fault: 'configuration' });
    });

    const grantsOf = (budget: string): Promise<RequestBudget['grants']> =>
      store.changeBudget(budget, ({ grants }) => ({ result: grants }));
  });
};

/** The largest number of instants within any `periodMs`. */
const mostIn = (periodMs: number, instants: readonly number[]): number =>
  Math.max(...instants.map((from) => instants.filter((at) => at >= from && at < from + periodMs).length));
