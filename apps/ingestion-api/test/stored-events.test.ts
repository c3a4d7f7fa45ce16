import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { RecordingStored } from '@recordings/reconciliation';
import { sha256Of, wavOf } from '@recordings/test-kit';
import { physicalName, queues } from '@recordings/topology';
import { small } from './audio.ts';
import { pushRaw } from './push.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

describe('recording.stored', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  /** What has reached the audit queue since the last look; does not wait. */
  const received = async (): Promise<RecordingStored[]> => {
    const { sqs } = api.local.clients;
    const QueueName = physicalName(api.local.prefix, queues.audit.name);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    return Messages.map(({ Body }) => RecordingStored.parse(JSON.parse(Body!)));
  };

  const stored = { eventType: 'recording.stored', callId: 'told', tenantId: 'acme', source: 'REALTIME' };

  it('is published before the answer, and again for every repeat', async () => {
    await pushRaw(api, 'told', small);
    const location = { bucket: 'test-recordings-sales', key: 'acme/told' };
    expect(await received()).toMatchObject([{ ...stored, location, sha256: sha256Of(small) }]);
    await pushRaw(api, 'told', small);
    expect(await received()).toMatchObject([stored]);
  });

  it('is not published for a recording that was not stored', async () => {
    await pushRaw(api, 'told', wavOf(20_000));
    await pushRaw(api, 'damaged', small.subarray(0, 9_001));
    expect(await received()).toEqual([]);
  });
});
