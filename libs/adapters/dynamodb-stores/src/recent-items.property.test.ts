import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { z } from 'zod';
import type { ItemClient } from './item-client.ts';
import { decodeItem } from './item-json.ts';
import { makeRecentItems } from './recent-items.ts';
import { makeVersionedTable } from './versioned-table.ts';

const Item = z.looseObject({ marks: z.array(z.string()), revision: z.int() });
type Item = z.infer<typeof Item>;
type Step = {
  readonly process: number;
  readonly id: string;
  /** The answer of its first write gets lost. */
  readonly isLost: boolean;
};

/** The first two remember what they wrote, as two processes of ingestion-api do. The third does not. */
const MEMORY_BYTES = [10_000, 10_000, 0];

const steps = fc.array(
  fc.record({
    process: fc.nat(MEMORY_BYTES.length - 1),
    id: fc.constantFrom('a', 'b'),
    isLost: fc.boolean(),
  }),
  { minLength: 2, maxLength: 16 },
);

/** DynamoDB in memory. Each request and each answer takes its turn. */
const makeDynamoDb = (turn: fc.Scheduler) => {
  const stored = new Map<string, string>();
  let toLose = 0;
  const find = (id: string | undefined) => {
    const json = stored.get(id ?? '');
    return json === undefined ? undefined : decodeItem(JSON.parse(json) as Parameters<typeof decodeItem>[0]);
  };
  const inTurn = async <T>(work: () => T): Promise<T> => {
    await turn.schedule(Promise.resolve());
    const done = work();
    await turn.schedule(Promise.resolve());
    return done;
  };
  const items: ItemClient = {
    get: (_, key) => inTurn(() => find(key['id'])),
    put: async ({ item, json, expectedRevision }) => {
      const { id } = item as { readonly id: string };
      const isWritten = await inTurn(() => {
        if (find(id)?.['revision'] !== expectedRevision) return false;
        stored.set(id, json!);
        return true;
      });
      if (!isWritten) throw new ConditionalCheckFailedException({ message: '', $metadata: {} });
      if (toLose > 0) {
        toLose -= 1;
        throw new Error('the answer is lost');
      }
    },
    remove: async () => undefined,
  };
  return { items, find, loseAnswer: () => (toLose += 1) };
};

it('loses no change and no unknown field, and acknowledges only what is stored, when several processes write', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), steps, async (turn, all) => {
      const dynamodb = makeDynamoDb(turn);
      const tables = MEMORY_BYTES.map((bytes) =>
        makeVersionedTable(dynamodb.items, 'table', Item, 1, bytes > 0 ? makeRecentItems(bytes) : undefined),
      );
      const add = async ({ process, id, isLost }: Step, mark: string): Promise<void> => {
        if (isLost) dynamodb.loseAnswer();
        const addMark = (current: Item | undefined) => {
          if (current?.marks.includes(mark)) return { result: undefined };
          const { marks = [], revision = 0, ...others } = current ?? {};
          const next = { ...others, [`by ${mark}`]: { unknown: mark }, marks: [...marks, mark] };
          return { next: { ...next, revision: revision + 1 }, result: undefined };
        };
        // As a sender does: again, until it is acknowledged.
        const send = (): Promise<void> => tables[process]!.change({ id }, addMark).catch(send);
        await send();
        expect(dynamodb.find(id)).toMatchObject({ marks: expect.arrayContaining([mark]) });
      };
      // Each process makes its changes one after the other, the processes side by side.
      const work = async (process: number): Promise<void> => {
        for (const [at, step] of all.entries()) if (step.process === process) await add(step, `mark ${at}`);
      };
      await turn.waitFor(Promise.all(MEMORY_BYTES.map((_, process) => work(process))));

      for (const id of ['a', 'b']) {
        const { id: _, marks = [], revision = 0, ...others } = (dynamodb.find(id) ?? {}) as Partial<Item>;
        expect(new Set(marks).size).toBe(marks.length);
        expect(revision).toBe(marks.length);
        expect(others).toEqual(Object.fromEntries(marks.map((mark) => [`by ${mark}`, { unknown: mark }])));
      }
    }),
    { numRuns: 60 },
  );
});
