import { SNSClient } from '@aws-sdk/client-sns';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { makeSignedHttp } from '@recordings/signed-http';
import { drainQueue, startVerifyingProxy, type VerifyingProxy } from '@recordings/test-kit';
import { physicalName, queues } from '@recordings/topology';
import { makeBatchingPublisher } from '../src/make-batching-publisher.ts';
import { resolveQueueUrl } from '../src/resolve-queue-url.ts';
import type { SignedHttp } from '../src/signed-http.ts';

const SECRET = 'a-secret-of-tests';
const limits = { connectionTimeoutMs: 2_000, silenceTimeoutMs: 2_500, maxConnections: 5 };

describe('events published by signed requests', () => {
  let local: ProvisionedAws;
  let proxy: VerifyingProxy;
  let sns: SNSClient;
  let bySdk = 0;

  beforeAll(async () => {
    local = await startProvisionedAws();
    const { endpoint, ...config } = local.aws.clientConfig.sns;
    proxy = await startVerifyingProxy(String(endpoint), SECRET);
    const credentials = { accessKeyId: 'local', secretAccessKey: SECRET };
    sns = new SNSClient({ ...config, endpoint: proxy.url, credentials });
    sns.middlewareStack.add(
      (next) => (args) => {
        bySdk += 1;
        return next(args);
      },
      { step: 'initialize' },
    );
  });
  beforeEach(() => {
    bySdk = 0;
  });
  afterAll(async () => {
    await proxy.stop();
    await local.stop();
  });

  const publisherWith = (signedHttp: SignedHttp, topicArn = local.topicArns.recordingEvents) =>
    makeBatchingPublisher({ sns, topicArn, retryDelaysMs: [1] }, signedHttp);

  const eventOf = (text: string) => ({ id: text, body: { text }, attributes: { kind: 'a b&c=ü', size: 7 } });

  /** Bodies and attributes of the messages in the queue `audit`, which has the events as they were published. */
  const received = async (): Promise<unknown[]> => {
    const url = await resolveQueueUrl(local.clients.sqs, physicalName(local.prefix, queues.audit.name));
    const messages = await drainQueue(local.clients.sqs, url);
    return messages.map(({ Body, MessageAttributes = {} }) => [
      (JSON.parse(Body!) as { text: string }).text,
      ...['kind', 'size'].map((name) => MessageAttributes[name]?.StringValue),
    ]);
  };

  it('arrive with a good signature and without the SDK', async () => {
    const publish = publisherWith(makeSignedHttp(limits));
    await Promise.all([publish(eventOf('one & "two"')), publish(eventOf('+ü 100 %'))]);
    expect(bySdk).toBe(0);
    expect(proxy.faults).toEqual([]);
    expect((await received()).sort()).toEqual([
      ['+ü 100 %', 'a b&c=ü', '7'],
      ['one & "two"', 'a b&c=ü', '7'],
    ]);
  });

  it.each<[string, ReturnType<SignedHttp>]>([
    ['the connection breaks', () => Promise.reject(new Error('socket hang up'))],
    ['SNS throttles', async () => ({ status: 400, body: '<Code>Throttled</Code>' })],
    [
      'SNS refuses an event of the batch',
      async () => ({ status: 200, body: '<Failed><member><Code>InternalError</Code></member></Failed>' }),
    ],
    ['the answer names fewer events', async () => ({ status: 200, body: '<Successful/>' })],
  ])('are published by the SDK if %s', async (_, send) => {
    await publisherWith(() => send)(eventOf('again'));
    expect(bySdk).toBe(1);
  });

  it('fail with the configuration if the topic is missing', async () => {
    const publish = publisherWith(makeSignedHttp(limits), `${local.topicArns.recordingEvents}-absent`);
    await expect(publish(eventOf('lost'))).rejects.toMatchObject({ fault: 'configuration' });
  });
});
