import type { RequestBudget } from '@recordings/reconciliation';
import { type CoordinationStore, makeAcquirePermit, makeCoordinationStore } from '../src/index.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const LIMIT = { maxRequests: 10, periodMs: 600 };
const WORKERS = 4;
/** Workers' clocks never agree. */
const CLOCK_GAP_MS = 100;

/** What every DynamoDB must show of the budget that all workers share. */
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

    it('never lets several workers, whose clocks differ, have more than the limit in any period, and serves all', async () => {
      const grantedAt: number[] = [];
      const workers = Array.from({ length: WORKERS }, (_, n) => {
        // A permit counts from the look at the clock that granted it: on a slow machine it is told much later.
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

    it('serves everybody of a crowd that asks at once', async () => {
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

    it('goes on for the others when the one at the head of the line gives up', async () => {
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

    it('passes on that the table is missing, and does not wait for it', async () => {
      const lost = makeCoordinationStore({ dynamodb: target.dynamodb, table: 'test-absent' });
      const acquire = makeAcquirePermit(lost, 'any', LIMIT, Date.now);
      await expect(acquire(open.signal)).rejects.toMatchObject({ fault: 'configuration' });
    });

    const grantsOf = (budget: string): Promise<RequestBudget['grants']> =>
      store.changeBudget(budget, ({ grants }) => ({ result: grants }));
  });
};

/** The most instants that lie in any `periodMs`. */
const mostIn = (periodMs: number, instants: readonly number[]): number =>
  Math.max(...instants.map((from) => instants.filter((at) => at >= from && at < from + periodMs).length));
