import { shifted } from '@recordings/call-record';
import { type CoordinationStore, makeCoordinationStore } from '../src/coordination-store.ts';
import { NOON } from './call-fixture.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const at = (seconds: number) => shifted(NOON, seconds * 1_000);

/** The suite that every DynamoDB must pass: claims. */
export const describeClaims = (name: string, start: StartDynamodb): void => {
  describe(`claims on ${name}`, () => {
    let target: DynamodbTarget;
    let store: CoordinationStore;

    beforeAll(async () => {
      target = await start();
      store = makeCoordinationStore({ dynamodb: target.dynamodb, table: target.tableNames.coordination });
    });
    afterAll(() => target.stop());

    it('goes to one of 20 at once', async () => {
      const held = await Promise.all(
        Array.from({ length: 20 }, (_, n) => store.claim('race', `owner ${n}`, at(0), at(60))),
      );
      expect(held.filter(Boolean)).toHaveLength(1);
    });

    it('is refused to others until it expires, and given from that instant', async () => {
      expect(await store.claim('expiring', 'a', at(0), at(60))).toBe(true);
      expect(await store.claim('expiring', 'b', at(59), at(120))).toBe(false);
      expect(await store.claim('expiring', 'b', at(60), at(120))).toBe(true);
      expect(await store.claim('expiring', 'a', at(61), at(180))).toBe(false);
    });

    it('lasts longer when its owner renews it', async () => {
      await store.claim('renewed', 'a', at(0), at(60));
      expect(await store.claim('renewed', 'a', at(50), at(110))).toBe(true);
      expect(await store.claim('renewed', 'b', at(70), at(130))).toBe(false);
    });

    it('is ignored if it was made by a clock that is hours ahead', async () => {
      expect(await store.claim('ahead', 'a', at(7_200), at(7_260))).toBe(true);
      expect(await store.claim('ahead', 'b', at(0), at(60))).toBe(true);
      expect(await store.claim('ahead', 'c', at(1), at(61))).toBe(false);
    });

    it('can be read by others, also after it has ended, and changes nothing by that', async () => {
      expect(await store.readClaim('read')).toBeUndefined();
      await store.claim('read', 'a', at(0), at(60));
      expect(await store.readClaim('read')).toMatchObject({ owner: 'a', until: at(60), revision: 1 });
      await store.release('read', 'a', at(10));
      expect(await store.readClaim('read')).toMatchObject({ owner: 'a', until: at(10), revision: 2 });
    });

    it('is free at once when its owner releases it', async () => {
      await store.claim('released', 'a', at(0), at(60));
      await store.release('released', 'a', at(10));
      expect(await store.claim('released', 'b', at(10), at(70))).toBe(true);
    });

    it('stays when another owner releases it, also its former owner', async () => {
      await store.claim('kept', 'a', at(0), at(10));
      await store.claim('kept', 'b', at(10), at(70));
      await store.release('kept', 'a', at(20));
      await store.release('kept', 'c', at(20));
      expect(await store.claim('kept', 'c', at(20), at(80))).toBe(false);
    });

    it('is separate from claims of other names, and a missing one can be released', async () => {
      await store.claim('one', 'a', at(0), at(60));
      await store.release('not claimed', 'a', at(0));
      expect(await store.claim('other', 'b', at(0), at(60))).toBe(true);
    });
  });
};
