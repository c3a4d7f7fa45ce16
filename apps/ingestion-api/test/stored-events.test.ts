import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { RecordingStored } from '@recordings/reconciliation';
import { readEventSchemas, sha256Of, wavOf } from '@recordings/test-kit';
import { physicalName, queues } from '@recordings/topology';
import { z } from 'zod';
import { small } from './audio.ts';
import { pushRaw } from './push.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

describe('the events of recordings', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  /** What has reached the audit queue since the last look, each event as its schema says; does not wait. */
  const received = async (): Promise<object[]> => {
    const { sqs } = api.local.clients;
    const QueueName = physicalName(api.local.prefix, queues.audit.name);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    const events = Messages.map(({ Body }) => JSON.parse(Body!) as { eventType: string; version: string });
    for (const event of events) {
      const schemas = readEventSchemas(event.eventType.replace('.', '-'), event.version);
      expect(schemas.length).toBeGreaterThan(0);
      for (const schema of schemas) expect(z.fromJSONSchema(schema).parse(event)).toEqual(event);
    }
    return events;
  };

  const stored = { eventType: 'recording.stored', callId: 'told', tenantId: 'acme', source: 'REALTIME' };

  it('say before the answer that a recording is stored, and again for every repeat', async () => {
    await pushRaw(api, 'told', small);
    const location = { bucket: 'test-recordings-sales', key: 'acme/told' };
    const [event, ...more] = await received();
    expect(RecordingStored.parse(event)).toMatchObject({ ...stored, location, sha256: sha256Of(small) });
    expect(more).toEqual([]);
    await pushRaw(api, 'told', small);
    expect(await received()).toMatchObject([stored]);
  });

  it('say of a recording that was not stored only that it is in quarantine', async () => {
    const other = wavOf(20_000);
    await pushRaw(api, 'told', other);
    const damaged = small.subarray(0, 9_001);
    await pushRaw(api, 'damaged', damaged);
    const events = await received();
    const quarantined = { eventType: 'recording.quarantined', tenantId: 'acme', source: 'REALTIME' };
    const keyOf = (callId: string, bytes: Buffer) => `recordings/acme/${callId}/${sha256Of(bytes)}`;
    expect(events).toHaveLength(2);
    expect(events).toContainEqual(
      expect.objectContaining({
        ...quarantined,
        callId: 'told',
        key: keyOf('told', other),
        reason: 'CONFLICT',
        isCallStored: true,
      }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({
        ...quarantined,
        callId: 'damaged',
        key: keyOf('damaged', damaged),
        isCallStored: false,
      }),
    );
  });
});
