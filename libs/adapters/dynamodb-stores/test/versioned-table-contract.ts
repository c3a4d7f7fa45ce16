import { z } from 'zod';
import { makeSdkItemClient } from '../src/item-client.ts';
import { makeVersionedTable, type VersionedTable } from '../src/versioned-table.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const Item = z.object({
  text: z.string().max(100),
  revision: z.number().int(),
  parts: z.array(z.object({ size: z.number().int() })).optional(),
});
type Item = z.infer<typeof Item>;

/** The suite that every DynamoDB must pass: versioned items, the base of all stores. */
export const describeVersionedTable = (name: string, start: StartDynamodb): void => {
  describe(`versioned items on ${name}`, () => {
    let target: DynamodbTarget;
    let items: VersionedTable<Item>;

    beforeAll(async () => {
      target = await start();
      items = makeVersionedTable(makeSdkItemClient(target.dynamodb), target.tableNames.coordination, Item);
    });
    afterAll(() => target.stop());

    const at = (id: string) => ({ id });

    it('lets one of 20 first puts win, and keeps its content', async () => {
      const puts = Array.from({ length: 20 }, (_, n) =>
        items.put(at('race'), { text: `writer ${n}`, revision: 1 }),
      );
      const written = await Promise.all(puts);
      expect(written.filter(Boolean)).toHaveLength(1);
      expect((await items.get(at('race')))?.text).toBe(`writer ${written.indexOf(true)}`);
    });

    it.each([
      ['the stored revision', 3],
      ['an older revision', 2],
      ['the first revision', 1],
      ['a skipped revision', 5],
    ])('does not write %s', async (what, revision) => {
      const key = at(`stale ${revision}`);
      for (const done of [1, 2, 3]) await items.put(key, { text: `revision ${done}`, revision: done });
      expect(await items.put(key, { text: what, revision })).toBe(false);
      expect(await items.get(key)).toEqual({ text: 'revision 3', revision: 3 });
    });

    it('does not write an item that was removed meanwhile', async () => {
      await items.put(at('removed'), { text: 'one', revision: 1 });
      await items.remove(at('removed'));
      expect(await items.put(at('removed'), { text: 'two', revision: 2 })).toBe(false);
      expect(await items.get(at('removed'))).toBeUndefined();
    });

    it('refuses to write an unreadable item, and names the place and the value', async () => {
      await items.put(at('unwritable'), { text: 'one', revision: 1 });
      const broken = { text: 'two', revision: 2, parts: [{ size: 1 }, { size: 1.5 }] };
      const error = {
        code: 'STORE_ITEM_UNWRITABLE',
        fault: 'permanent',
        message: expect.stringMatching(/.*parts\.1\.size = 1\.5: /),
      };
      await expect(items.put(at('unwritable'), broken)).rejects.toMatchObject(error);
      const change = items.change(at('unwritable'), () => ({ next: broken, result: 'never' }));
      await expect(change).rejects.toMatchObject(error);
      expect(await items.get(at('unwritable'))).toEqual({ text: 'one', revision: 1 });
      await expect(items.put(at('new'), { ...broken, revision: 1 })).rejects.toMatchObject(error);
      expect(await items.get(at('new'))).toBeUndefined();
    });

    it('cuts a long value in its message', async () => {
      const put = items.put(at('long'), { text: 'x'.repeat(100_000), revision: 1 });
      const error = await put.catch((thrown: Error) => thrown);
      expect(error).toMatchObject({ code: 'STORE_ITEM_UNWRITABLE' });
      expect(String(error).length).toBeLessThan(500);
    });

    it('removes an absent item without an error', async () => {
      await expect(items.remove(at('absent'))).resolves.toBeUndefined();
    });

    it('throws a retryable error when others write during every try', async () => {
      await items.put(at('busy'), { text: 'one', revision: 1 });
      let tries = 0;
      const change = items.change(at('busy'), (current) => {
        tries += 1;
        return { next: { text: 'never written', revision: current!.revision }, result: undefined };
      });
      await expect(change).rejects.toMatchObject({
        code: 'STORE_CONTENDED',
        fault: 'retryable',
        message: expect.stringContaining('busy'),
      });
      expect(tries).toBe(12);
      expect((await items.get(at('busy')))?.text).toBe('one');
    });
  });
};
