import { GetObjectCommand } from '@aws-sdk/client-s3';
import { PublishBatchCommand, type PublishBatchCommandInput, type SNSClient } from '@aws-sdk/client-sns';
import { ReconciliationRequest } from '@recordings/reconciliation';
import { physicalName, replayBucket } from '@recordings/topology';
import { ended, keyOf, minutesBefore } from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { makeTestPooler, type TestPooler } from './make-test-pooler.ts';

let emulators: Awaited<ReturnType<typeof startEmulators>>;
let environment: Environment;
let pooler: TestPooler;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());
beforeEach(async () => {
  environment = await emulators.makeEnvironment();
  pooler = makeTestPooler(environment);
  // Three windows.
  for (const [n, id] of ['a', 'b', 'c'].entries()) {
    await pooler.calls.change(keyOf(id), ended({ key: keyOf(id), startedAt: minutesBefore(60 + 20 * n) }));
  }
});

/** An SNS that throttles the windows of these calls and takes the others. */
const refusing = (sns: SNSClient, callIds: readonly string[]): SNSClient => {
  const send = async (command: PublishBatchCommand): Promise<unknown> => {
    const { PublishBatchRequestEntries: entries = [], ...input } = command.input;
    const isRefused = ({ Message }: { Message?: string }): boolean =>
      callIds.some((id) => Message!.includes(`"callId":"${id}"`));
    const refused = entries
      .filter(isRefused)
      .map(({ Id }) => ({ Id, Code: 'Throttled', SenderFault: false }));
    const taken: PublishBatchCommandInput = {
      ...input,
      PublishBatchRequestEntries: entries.filter((entry) => !isRefused(entry)),
    };
    const { Successful = [] } =
      taken.PublishBatchRequestEntries!.length === 0 ? {} : await sns.send(new PublishBatchCommand(taken));
    return { Successful, Failed: refused };
  };
  return { send } as unknown as SNSClient;
};

const on = (clients: Partial<Environment['clients']>): TestPooler =>
  makeTestPooler({ ...environment, clients: { ...environment.clients, ...clients } });

const replay = async (key: string): Promise<ReconciliationRequest> => {
  const Bucket = physicalName(environment.prefix, replayBucket);
  const { Body } = await environment.clients.s3.send(new GetObjectCommand({ Bucket, Key: key }));
  return ReconciliationRequest.parse(JSON.parse(await Body!.transformToString()));
};

describe('a window that cannot be published', () => {
  it('is stored for replay, counted and logged whole, and the others are published', async () => {
    const hindered = on({ sns: refusing(environment.clients.sns, ['b']) });
    const execution = await hindered.run();
    expect(execution).toMatchObject({ totalWindowsCreated: 3, totalEventsPublished: 2, failedPublishes: 1 });
    expect(await hindered.metric('events_publish_failed_total')).toBe(1);
    expect(await hindered.metric('events_published_total')).toBe(2);

    const [key, ...more] = await environment.replayKeys();
    expect(more).toEqual([]);
    const kept = await replay(key!);
    expect(key).toBe(`unpublished/${execution.batchId}/${kept.eventId}.json`);
    expect(kept.payload.calls.map(({ callId }) => callId)).toEqual(['b']);
    expect(kept.payload.reconciliationId).toBe((await pooler.calls.get(keyOf('b')))?.reconciliationId);
    expect(hindered.logged('sns_publish_failed')).toMatchObject([
      { level: 'error', code: 'Throttled', request: JSON.parse(JSON.stringify(kept)) as object, key },
    ]);
    const published = await environment.published();
    expect(published.flatMap(({ payload }) => payload.calls.map(({ callId }) => callId)).sort()).toEqual([
      'a',
      'c',
    ]);
  });

  it('is not lost: the next execution takes its calls once they are stale', async () => {
    const hindered = on({ sns: refusing(environment.clients.sns, ['a', 'b', 'c']) });
    await expect(hindered.run()).rejects.toMatchObject({ code: 'NOTHING_PUBLISHED' });
    expect(await hindered.metric('executions_total', 'failed')).toBe(1);
    expect(await environment.published()).toEqual([]);
    expect(await environment.replayKeys()).toHaveLength(3);
    expect(await pooler.run({ now: minutesBefore(-30) })).toMatchObject({ totalEventsPublished: 3 });
  });

  it('is logged and counted even if the replay bucket fails too, and so are the others', async () => {
    const s3 = {
      send: () => Promise.reject(new Error('S3 is down')),
    } as unknown as Environment['clients']['s3'];
    const hindered = on({ s3, sns: refusing(environment.clients.sns, ['a', 'b', 'c']) });
    await expect(hindered.run()).rejects.toThrow('S3 is down');
    expect(hindered.logged('sns_publish_failed')).toHaveLength(3);
    expect(await hindered.metric('events_publish_failed_total')).toBe(3);
    // The claim is free again.
    expect(await pooler.run({ now: minutesBefore(-30) })).toMatchObject({ totalEventsPublished: 3 });
  });
});

describe('a topic that does not exist', () => {
  it('ends the execution with an error that names it; the next execution takes the calls once they are stale', async () => {
    const arn = environment.topicArns.reconciliationEvents.replace(/[^:]*$/, 'nowhere');
    const misled = makeTestPooler(environment, { RECONCILIATION_TOPIC_ARN: arn });
    await expect(misled.run()).rejects.toMatchObject({
      code: 'TOPIC_UNUSABLE',
      fault: 'configuration',
      message: expect.stringContaining(arn) as string,
    });
    expect(await environment.replayKeys()).toEqual([]);
    expect(await pooler.run({ now: minutesBefore(-30) })).toMatchObject({ totalEventsPublished: 3 });
  });
});
