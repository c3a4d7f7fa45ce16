import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { queueCall, ReconciliationId } from '@recordings/call-record';
import { resolveQueueUrl } from '@recordings/messaging';
import type { ReconciliationRequest } from '@recordings/reconciliation';
import { physicalName, queues, replayBucket } from '@recordings/topology';
import { contextAt, keyOf, NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

let environment: OpsEnvironment;
beforeAll(async () => {
  environment = await startEnvironment();
});
afterAll(() => environment.stop());

const why = ['--reason', 'the topic is mended'];
const windowOf = (id: string, callIds: readonly string[]): ReconciliationRequest => {
  const calls = callIds.map((callId) => ({ callId: keyOf(callId).callId }));
  return {
    ...{
      eventType: 'RECONCILIATION_REQUEST',
      eventId: id,
      timestamp: NOON,
      source: 'pooler',
      version: '1.0',
    },
    payload: {
      ...{
        reconciliationId: ReconciliationId.parse(`r-${id}`),
        batchId: 'b-1',
        windowIndex: 0,
        totalWindows: 1,
      },
      ...{ tenantId: keyOf('x').tenantId, groupId: 'Acme_EN' as never, calls, callCount: calls.length },
      ...{ fromDate: '2026-06-15T10:00:00.000Z', toDate: '2026-06-15T10:15:00.000Z' },
      ...{ priority: 'high', maxRetries: 3, metadata: {} },
    },
  };
};

/** Keeps a window as the pooler does. @returns its key. */
const keep = async (id: string, content: unknown): Promise<string> => {
  const Key = `unpublished/b-1/${id}.json`;
  const Bucket = physicalName(environment.prefix, replayBucket);
  await environment.clients.s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(content) }));
  return Key;
};

const received = async (): Promise<unknown[]> => {
  const { sqs } = environment.clients;
  const QueueUrl = await resolveQueueUrl(
    sqs,
    physicalName(environment.prefix, queues.reconciliationHigh.name),
  );
  const take = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
  const { Messages = [] } = await sqs.send(take);
  return Messages.map(({ Body = '' }) => JSON.parse(Body) as unknown);
};
const recordOf = (callId: string) => environment.stores.calls.get(keyOf(callId));

describe('replay', () => {
  it('publishes a window again, and marks the calls that still wait for it as asked for by a person', async () => {
    for (const id of ['waits', 'moved-on']) await environment.addCall(id, '2026-06-15T10:00:00.000Z');
    const window = windowOf('w-1', ['waits', 'moved-on']);
    const { reconciliationId } = window.payload;
    const queue = queueCall(reconciliationId, undefined, contextAt(NOON));
    await environment.stores.calls.change(keyOf('waits'), queue);
    const key = await keep('w-1', window);

    expect((await environment.run('replay', 'list', '--tenant', 'acme')).said).toContain('Acme_EN');
    expect(JSON.parse((await environment.run('replay', 'show', key)).said)).toMatchObject({
      ...{ key, callsThatWait: 1, content: window },
    });
    expect((await environment.run('replay', 'redrive', key, ...why, '--dry-run')).said).toContain(
      'To be published again: 1 windows with 2 calls.',
    );
    expect(await received()).toEqual([]);

    const { status, said } = await environment.run('replay', 'redrive', key, ...why);
    expect([status, said]).toEqual([0, expect.stringContaining('Windows published: 1.')]);
    expect(await received()).toEqual([window]);
    expect(await recordOf('waits')).toMatchObject({ lastManualAction: { what: 'redrive', by: 'alice' } });
    expect((await recordOf('moved-on'))?.lastManualAction).toBeUndefined();
    expect((await environment.run('replay', 'list')).status).toBe(3);
  });

  it('publishes what it can of a tenant, and says which window cannot be read', async () => {
    await keep('w-2', windowOf('w-2', ['a']));
    const bad = await keep('w-3', 'no window');
    const { said } = await environment.run('replay', 'list');
    expect(said).toContain('cannot be read');
    const redrive = await environment.run('replay', 'redrive', '--tenant', 'acme', ...why, '--json');
    expect(JSON.parse(redrive.said)).toMatchObject({ redriven: ['unpublished/b-1/w-2.json'], failed: [] });
    expect((await environment.run('replay', 'redrive', bad, ...why)).status).toBe(3);
  });

  it('ends with 1 if it published some windows and could not publish others', async () => {
    const good = await keep('w-5', windowOf('w-5', ['a']));
    const bad = await keep('w-6', 'no window');
    const { status, said } = await environment.run('replay', 'redrive', good, bad, ...why);
    expect([status, said]).toEqual([1, expect.stringContaining('Windows published: 1.')]);
    expect(said).toContain(`Not published: ${bad}`);
  });

  it('hides what a person discards, and keeps a copy with the action', async () => {
    const window = windowOf('w-4', ['b']);
    const key = await keep('w-4', window);
    const { said } = await environment.run('replay', 'discard', key, ...why, '--json');
    const { action } = JSON.parse(said) as { action: string };
    expect((await environment.run('replay', 'list', '--tenant', 'acme')).status).toBe(3);
    const [begun] = await environment.actionsOf(action);
    expect(begun).toMatchObject({
      command: 'replay discard',
      about: { windows: [{ key, content: window }] },
    });
    expect((await environment.run('replay', 'show', key)).status).toBe(0);
  });

  it.each([
    [['redrive'], 'expected either keys, as `replay list` names them, or --tenant'],
    [['discard', 'unpublished/none.json'], 'expected one that `replay list` names'],
  ])('refuses wrong arguments and says why', async (args, expected) => {
    const { status, complaints } = await environment.run('replay', ...args, ...why);
    expect([status, complaints]).toEqual([2, expect.stringContaining(expected)]);
  });
});
