import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { makeSignedHttp } from '@recordings/signed-http';
import { startVerifyingProxy, type VerifyingProxy } from '@recordings/test-kit';
import { physicalName, queues } from '@recordings/topology';
import { makeAuditSender } from '../src/make-audit-sender.ts';
import { resolveQueueUrl } from '../src/resolve-queue-url.ts';
import type { SignedHttp } from '../src/signed-http.ts';

const SECRET = 'a-secret-of-tests';
const limits = { connectionTimeoutMs: 2_000, silenceTimeoutMs: 2_500, maxConnections: 5 };

describe('announced changes by signed requests', () => {
  let local: ProvisionedAws;
  let proxy: VerifyingProxy;
  let sqs: SQSClient;
  let bySdk: string[] = [];

  beforeAll(async () => {
    local = await startProvisionedAws();
    const { endpoint, ...config } = local.aws.clientConfig.sqs;
    proxy = await startVerifyingProxy(String(endpoint), SECRET);
    const credentials = { accessKeyId: 'local', secretAccessKey: SECRET };
    sqs = new SQSClient({ ...config, endpoint: proxy.url, credentials });
    sqs.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) => {
          bySdk.push(commandName);
          return next(args);
        },
      { step: 'initialize' },
    );
  });
  afterAll(async () => {
    await proxy.stop();
    await local.stop();
  });

  const senderWith = async (signedHttp: SignedHttp) => {
    const announce = await makeAuditSender(sqs, local.prefix, 0, signedHttp);
    bySdk = [];
    return announce;
  };

  const received = async (): Promise<string[]> => {
    const QueueUrl = await resolveQueueUrl(local.clients.sqs, physicalName(local.prefix, queues.audit.name));
    const read = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await local.clients.sqs.send(read);
    return Messages.map(({ Body }) => Body!).sort();
  };

  it('are in the queue, with a good signature and without the SDK', async () => {
    const announce = await senderWith(makeSignedHttp(limits));
    await Promise.all([announce({ n: 1 }), announce({ text: 'ü "quoted"' })]);
    expect(bySdk).toEqual([]);
    expect(proxy.faults).toEqual([]);
    expect(await received()).toEqual(['{"n":1}', '{"text":"ü \\"quoted\\""}']);
  });

  it.each<[string, ReturnType<SignedHttp>]>([
    ['the connection breaks', () => Promise.reject(new Error('socket hang up'))],
    ['SQS throttles', async () => ({ status: 400, body: '{"__type":"a#RequestThrottled"}' })],
    ['the answer is cut', async () => ({ status: 200, body: '{"Succ' })],
  ])('are sent by the SDK if %s', async (name, send) => {
    const announce = await senderWith(() => send);
    await announce({ name });
    expect(bySdk).toEqual(['SendMessageBatchCommand']);
    expect(await received()).toEqual([JSON.stringify({ name })]);
  });
});
