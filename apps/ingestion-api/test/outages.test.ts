import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, DeleteBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, DeleteTopicCommand } from '@aws-sdk/client-sns';
import { physicalName, tables } from '@recordings/topology';
import { large, small } from './audio.ts';
import { cdrEnd } from './call-events.ts';
import { pushes } from './push.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

describe('ingestion-api during an outage', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startTestApi({ MAX_HELD_BYTES: '65536' });
  });
  afterEach(() => api.stop());

  const bucket = (name: string) => ({ Bucket: physicalName(api.local.prefix, name) });
  const s3 = (): S3Client => api.local.clients.s3;
  const loseCallRecords = () => {
    const TableName = physicalName(api.local.prefix, tables.callRecords.name);
    return api.local.clients.dynamodb.send(new DeleteTableCommand({ TableName }));
  };

  const expectTryAgain = async (response: Response): Promise<void> => {
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ code: 'TRY_AGAIN' });
  };

  it('of the table answers 503 to events and recordings, and is not ready', async () => {
    await loseCallRecords();
    await expectTryAgain(await api.postEvents(cdrEnd('lost')));
    await expectTryAgain(await api.postEvents([cdrEnd('lost'), cdrEnd('lost too')]));
    for (const [, push] of pushes) {
      for (const bytes of [small, large]) await expectTryAgain(await push(api, 'lost', bytes));
    }
    expect(await api.finalObjects()).toEqual([]);
    expect((await fetch(`${api.monitoringUrl}/health/ready`)).status).toBe(503);
    expect((await fetch(`${api.monitoringUrl}/health/live`)).status).toBe(200);
  });

  it('of the quarantine answers 503 for a request with an unreadable event', async () => {
    await s3().send(new DeleteBucketCommand(bucket('quarantine')));
    const mixed = `${JSON.stringify(cdrEnd('mixed'))}\n{"eventType":`;
    await expectTryAgain(await api.postEvents(mixed, 'application/x-ndjson'));

    await s3().send(new CreateBucketCommand(bucket('quarantine')));
    const again = await api.postEvents(mixed, 'application/x-ndjson');
    expect(again.status).toBe(200);
    expect((await api.call('mixed'))?.hasCdrEnd).toBe(true);
  });

  it.each(pushes)('of the bucket answers 503 to %s, and stores it when it is sent again', async (_, push) => {
    await s3().send(new DeleteBucketCommand(bucket('recordings-sales')));
    for (const bytes of [small, large]) await expectTryAgain(await push(api, `lost ${bytes.length}`, bytes));
    expect(await api.call(`lost ${small.length}`)).toMatchObject({ s3Stored: false });

    await s3().send(new CreateBucketCommand(bucket('recordings-sales')));
    for (const bytes of [small, large]) {
      expect((await push(api, `lost ${bytes.length}`, bytes)).status).toBe(201);
    }
  });

  it.each(pushes)('of the topic answers 503 to %s, and publishes when it is sent again', async (_, push) => {
    const TopicArn = api.local.topicArns.recordingEvents;
    await api.local.clients.sns.send(new DeleteTopicCommand({ TopicArn }));
    await expectTryAgain(await push(api, 'untold', small));

    const Name = TopicArn.split(':').at(-1);
    await api.local.clients.sns.send(new CreateTopicCommand({ Name }));
    const again = await push(api, 'untold', small);
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ status: 'stored before' });
  });

  it('logs the error, and does not show it to the sender', async () => {
    await loseCallRecords();
    const response = await api.postEvents(cdrEnd('lost'));
    expect(await response.text()).not.toMatch(/DynamoDB|table|stack/i);
    const line = api.logged.map((text) => JSON.parse(text) as { event: string; err?: { code: string } });
    expect(line.find(({ event }) => event === 'request_failed')?.err?.code).toBe('STORE_UNUSABLE');
  });
});
