import { readEventSchemas } from '@recordings/test-kit';
import { z } from 'zod';
import { daysBefore, ended, inOrder, keyOf, minutesBefore, NOON, triedThreeTimes } from './calls.ts';
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
});

const put = (callId: string, startedAt: string): Promise<unknown> =>
  pooler.calls.change(keyOf(callId), ended({ key: keyOf(callId), startedAt }));

describe('the event of a window', () => {
  it('carries what the requirement documents ask for, in its body and in its attributes', async () => {
    pooler = makeTestPooler(environment, { OCP_BASE_URL: 'https://ocp.example/api/v1', AUDIO_FORMAT: 'mp3' });
    await put('call', minutesBefore(60));
    const { batchId } = await pooler.run();
    const [delivered, ...more] = await environment.drain('reconciliation-normal');
    expect(more).toEqual([]);
    const id = (await pooler.calls.get(keyOf('call')))?.reconciliationId;
    expect(delivered!.request).toEqual({
      eventType: 'RECONCILIATION_REQUEST',
      eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      timestamp: NOON,
      source: 'reconciliation-pooler',
      version: '1.0',
      payload: {
        reconciliationId: id,
        batchId,
        tenantId: 'acme',
        groupId: 'Acme_EN',
        windowIndex: 1,
        totalWindows: 1,
        fromDate: minutesBefore(60),
        toDate: minutesBefore(50),
        calls: [{ callId: 'call', callTimestamp: minutesBefore(60), reconciliationAttempts: 0 }],
        callCount: 1,
        createdAt: NOON,
        priority: 'normal',
        maxRetries: 3,
        metadata: { audioFormat: 'mp3', ocpEndpoint: 'https://ocp.example/api/v1' },
      },
    });
    for (const schema of readEventSchemas('reconciliation-request', '1.0'))
      expect(z.fromJSONSchema(schema).parse(delivered!.request)).toEqual(delivered!.request);
    expect(delivered!.attributes).toEqual({
      eventType: 'String:RECONCILIATION_REQUEST',
      tenantId: 'String:acme',
      groupId: 'String:Acme_EN',
      priority: 'String:normal',
      callCount: 'Number:1',
      batchId: `String:${batchId}`,
    });
  });

  it('goes to the queue of priority normal without its other attributes', async () => {
    pooler = makeTestPooler(environment, { ENABLE_MESSAGE_ATTRIBUTES: 'false' });
    await put('soon-deleted', daysBefore(58));
    await pooler.run();
    const [delivered] = await environment.drain('reconciliation-normal');
    expect(delivered!.attributes).toEqual({ eventType: 'String:RECONCILIATION_REQUEST' });
  });

  it('goes to the queue of its priority, and to the analytics and audit queues', async () => {
    await put('normal', minutesBefore(60));
    await put('old', daysBefore(8));
    await put('soon-deleted', daysBefore(58));
    const tried = keyOf('often-tried');
    await pooler.calls.change(
      tried,
      inOrder(ended({ key: tried, startedAt: daysBefore(3) }), triedThreeTimes),
    );
    await pooler.run();
    const idsIn = async (queue: string): Promise<string[]> =>
      (await environment.drain(queue))
        .flatMap(({ request }) => request.payload.calls.map(({ callId }) => callId as string))
        .sort();
    expect(await idsIn('reconciliation-high')).toEqual(['soon-deleted']);
    expect(await idsIn('reconciliation-normal')).toEqual(['normal']);
    expect(await idsIn('reconciliation-low')).toEqual(['often-tried', 'old']);
    const all = ['normal', 'often-tried', 'old', 'soon-deleted'];
    expect(await idsIn('reconciliation-analytics')).toEqual(all);
    expect(await idsIn('audit')).toEqual(all);
  });
});
