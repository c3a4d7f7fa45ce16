import type { BatchStatementResponse } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type CallKey, queueCall, ReconciliationId, type Transition } from '@recordings/call-record';
import { makeDocumentClient } from '../src/make-document-client.ts';
import { appended, context, keyOf, pending, stored } from './call-fixture.ts';
import { storeOf } from './call-store-contract.ts';
import { answerOnce, countCommands } from './count-commands.ts';
import type { DynamodbTarget, StartDynamodb } from './dynamodb-target.ts';

const BATCH = 'BatchExecuteStatementCommand';

/** The suite that every DynamoDB must pass: writes of one moment that share requests. */
export const describeJoinedWrites = (name: string, start: StartDynamodb): void => {
  describe(`joined writes on ${name}`, () => {
    let target: DynamodbTarget;
    let table: string;

    beforeAll(async () => {
      target = await start();
      table = target.tableNames.callRecords;
    });
    afterAll(() => target.stop());

    const joining = () => storeOf({ dynamodb: target.dynamodb, joinsWrites: true }, table);
    const single = () => storeOf({ dynamodb: target.dynamodb }, table);

    /** Keys of so many pending calls. */
    const callsOf = async (what: string, count: number): Promise<CallKey[]> => {
      const keys = Array.from({ length: count }, (_, n) => keyOf(`${what}-${n}`));
      await Promise.all(keys.map((key) => single().change(key, pending(key))));
      return keys;
    };

    const queue = queueCall(ReconciliationId.parse('r-1'), undefined, context);

    /** Changes all calls in one turn, as they were read. @returns the results, and the requests after that read. */
    const changeAll = async (keys: readonly CallKey[], transitionAt: (at: number) => Transition<string>) => {
      const calls = joining();
      const read = await calls.getAll(keys);
      const counting = countCommands(target.dynamodb);
      const changes = keys.map((key, at) => calls.change(key, transitionAt(at), read[at]));
      const results = (await Promise.allSettled(changes)).map(resultOf);
      return { requests: counting.stop(), results };
    };

    const queueAll = (keys: readonly CallKey[]) => changeAll(keys, () => queue);

    const raw = async (key: CallKey) => {
      const read = new GetCommand({ TableName: table, Key: itemKeyOf(key), ConsistentRead: true });
      return (await makeDocumentClient(target.dynamodb).send(read)).Item;
    };
    const remove = (key: CallKey) =>
      makeDocumentClient(target.dynamodb).send(new DeleteCommand({ TableName: table, Key: itemKeyOf(key) }));

    it('takes 3 requests for 60 changes, and each item is what a single write makes of it', async () => {
      const [alone, ...keys] = await callsOf('many', 61);
      expect(await queueAll(keys)).toEqual({ requests: { [BATCH]: 3 }, results: keys.map(() => 'queued') });
      await single().change(alone!, queue);
      const expected = JSON.stringify(await raw(alone!));
      for (const key of keys) {
        const like = expected.replaceAll(alone!.callId, key.callId);
        expect(await raw(key)).toEqual(JSON.parse(like));
      }
    });

    it('removes what the item lost, and keeps what it does not know', async () => {
      const keys = await callsOf('whole', 2);
      const documents = makeDocumentClient(target.dynamodb);
      const newer = { newerField: { kept: [1] }, empty: '', nothing: null };
      for (const key of keys)
        await documents.send(new PutCommand({ TableName: table, Item: { ...(await raw(key)), ...newer } }));
      const { requests } = await changeAll(keys, (at) => stored(keys[at]!));
      expect(requests).toEqual({ [BATCH]: 1 });
      for (const key of keys) {
        const item = (await raw(key))!;
        expect(item).toMatchObject({ ...newer, s3Stored: true, revision: 2 });
        expect(item).not.toHaveProperty('reconciliationShard');
      }
    });

    it('repeats a change that lost its race, from a read, and writes the others', async () => {
      const keys = await callsOf('raced', 5);
      const calls = joining();
      const read = await calls.getAll(keys);
      await single().change(keys[2]!, appended('faster'));
      const counting = countCommands(target.dynamodb);
      await Promise.all(keys.map((key, at) => calls.change(key, appended('slower'), read[at])));
      expect(counting.stop()).toEqual({ [BATCH]: 1, GetItemCommand: 1, PutItemCommand: 1 });
      const histories = await Promise.all(keys.map(async (key) => (await calls.get(key))!.history));
      const changes = histories.map((history) => history.slice(1).map(({ what }) => what));
      expect(changes).toEqual(keys.map((_, at) => (at === 2 ? ['faster', 'slower'] : ['slower'])));
    });

    it('loses neither of two changes of the same call at once', async () => {
      const [key, other] = await callsOf('same', 2);
      const calls = joining();
      const [read, readOther] = await calls.getAll([key!, other!]);
      const counting = countCommands(target.dynamodb);
      await Promise.all([
        calls.change(key!, appended('one'), read),
        calls.change(other!, appended('other'), readOther),
        calls.change(key!, appended('two'), read),
      ]);
      // The second write of the call is a request of its own. One of both loses, is read again and written alone.
      expect(counting.stop()).toEqual({ [BATCH]: 1, PutItemCommand: 2, GetItemCommand: 1 });
      const { history, revision } = (await calls.get(key!))!;
      expect(revision).toBe(3);
      expect(history.map(({ what }) => what)).toEqual(expect.arrayContaining(['one', 'two']));
    });

    it('does not create again a call whose item was removed meanwhile', async () => {
      const keys = await callsOf('gone', 3);
      const calls = joining();
      const read = await calls.getAll(keys);
      await remove(keys[1]!);
      const changes = keys.map((key, at) => calls.change(key, queue, read[at]));
      expect(await Promise.all(changes)).toEqual(['queued', 'not pending', 'queued']);
      expect(await raw(keys[1]!)).toBeUndefined();
    });

    it('refuses a record that is too large to its own change only', async () => {
      const keys = await callsOf('large', 3);
      const big = appended('x'.repeat(410_000));
      const { results, requests } = await changeAll(keys, (at) => (at === 1 ? big : appended('small')));
      expect(results).toEqual(['appended', 'STORE_ITEM_TOO_LARGE', 'appended']);
      // DynamoDB may refuse the whole batch. Then the small ones are written alone too.
      expect(requests).toMatchObject({ [BATCH]: 1 });
      expect((await joining().get(keys[1]!))?.revision).toBe(1);
    });

    it('makes each change once if the answer to the batch is lost', async () => {
      const keys = await callsOf('lost', 3);
      const losing = loseFirstAnswer(target);
      const { results, requests } = await queueAll(keys).finally(losing.stop);
      expect(results).toEqual(['queued', 'queued', 'queued']);
      expect(losing.attempts()).toBe(2);
      expect(requests).toEqual({ [BATCH]: 1, GetItemCommand: 3 });
      for (const key of keys) expect((await single().get(key))?.revision).toBe(2);
    });

    it.each<[string, BatchStatementResponse[]]>([
      ['was throttled', [{ Error: { Code: 'ThrottlingError', Message: 'slow down' } }, {}, {}]],
      ['met a fault of DynamoDB', [{ Error: { Code: 'InternalServerError' } }, {}, {}]],
      ['has no answer', []],
    ])('writes a change alone that %s in its batch', async (what, Responses) => {
      const keys = await callsOf(`alone ${what}`, 3);
      const answering = answerOnce(target.dynamodb, BATCH, () => ({ Responses }));
      const { results, requests } = await queueAll(keys).finally(answering.stop);
      const alone = Responses.length === 0 ? keys : keys.slice(0, 1);
      expect(answering.requests()).toBe(1);
      expect(requests).toEqual({ PutItemCommand: alone.length });
      expect(results).toEqual(['queued', 'queued', 'queued']);
      for (const key of alone) expect((await single().get(key))?.reconciliationStatus).toBe('queued');
    });

    it.each(['AccessDeniedException', 'ValidationException'])(
      'writes each change alone if the batch is refused by %s',
      async (error) => {
        const keys = await callsOf(error, 3);
        const refusing = answerOnce(target.dynamodb, BATCH, () => {
          throw Object.assign(new Error('refused'), { name: error });
        });
        const { results, requests } = await queueAll(keys).finally(refusing.stop);
        expect(results).toEqual(['queued', 'queued', 'queued']);
        expect(refusing.requests()).toBe(1);
        expect(requests).toEqual({ PutItemCommand: 3 });
      },
    );

    it('reports an outage to every change, without further requests', async () => {
      const keys = await callsOf('outage', 3);
      const failing = answerOnce(target.dynamodb, BATCH, () => {
        throw Object.assign(new Error('no answer'), { name: 'TimeoutError' });
      });
      const { results, requests } = await queueAll(keys).finally(failing.stop);
      expect(results).toEqual(keys.map(() => 'STORE_UNAVAILABLE'));
      expect(failing.requests()).toBe(1);
      expect(requests).toEqual({});
    });

    it.each<[string, Record<string, unknown>]>([
      ['binary data', { bytes: new Uint8Array([0, 255]) }],
      ['a name that needs an escape', { 'a "quoted" name': 1 }],
    ])('leaves an item to PutItem that changes %s', async (what, odd) => {
      const keys = await callsOf(`odd ${what}`, 2);
      const change: Transition<string> = (current) => ({
        next: { ...current!, ...odd, revision: 2 },
        result: 'changed',
      });
      expect(await changeAll(keys, () => change)).toEqual({
        requests: { PutItemCommand: 2 },
        results: ['changed', 'changed'],
      });
      for (const key of keys) expect(await raw(key)).toMatchObject(odd);
    });

    it('writes a change that is alone by PutItem', async () => {
      const keys = await callsOf('one', 1);
      expect(await queueAll(keys)).toEqual({ requests: { PutItemCommand: 1 }, results: ['queued'] });
    });
  });
};

const itemKeyOf = ({ tenantId, callId }: CallKey) => ({ pk: `${tenantId}#${callId}`, sk: 'call' });

const resultOf = (result: PromiseSettledResult<string>): string =>
  result.status === 'fulfilled' ? result.value : (result.reason as { readonly code: string }).code;

type Send = (args: { readonly input: unknown }) => Promise<unknown>;

/** Drops the answer to the first batch that was executed, as a broken connection does. The SDK sends it again. */
const loseFirstAnswer = ({ dynamodb }: DynamodbTarget) => {
  let attempts = 0;
  const losing =
    (next: Send, { commandName }: { readonly commandName?: string }): Send =>
    async (args) => {
      const answer = await next(args);
      if (commandName !== BATCH) return answer;
      attempts += 1;
      if (attempts === 1)
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' });
      return answer;
    };
  dynamodb.middlewareStack.add(losing as never, {
    step: 'deserialize',
    name: 'lose-answer',
    priority: 'high',
  });
  return { attempts: () => attempts, stop: () => void dynamodb.middlewareStack.remove('lose-answer') };
};
