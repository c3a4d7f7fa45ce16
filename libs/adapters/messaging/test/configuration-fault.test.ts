import type { SQSClient } from '@aws-sdk/client-sqs';
import { DomainError } from '@recordings/fault';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { type ConsumerFixture, type ConsumerOptions, makeConsumer } from './consumer-fixture.ts';
import { receive } from './queues.ts';

class TableMissingError extends DomainError {
  readonly code = 'TABLE_MISSING';
  readonly fault = 'configuration';
}

describe('a consumer whose set-up is broken', () => {
  let local: ProvisionedAws;
  const started: ConsumerFixture[] = [];

  beforeAll(async () => {
    local = await startProvisionedAws();
  });
  afterEach(() => Promise.all(started.splice(0).map(({ consumer }) => consumer.stop())));
  afterAll(() => local.stop());

  const make = async (options: ConsumerOptions): Promise<ConsumerFixture> => {
    const fixture = await makeConsumer(local, { maxReceives: 2, ...options });
    started.push(fixture);
    return fixture;
  };

  it('pauses, says so, uses no receive, and handles every message once the table is back', async () => {
    let isMissing = true;
    const handled: string[] = [];
    const receives: number[] = [];
    const codes: string[] = [];
    const paused = Promise.withResolvers<void>();
    const fixture = await make({
      onPaused: (code) => {
        codes.push(code);
        if (codes.length === 2) paused.resolve();
      },
      handle: async ({ body, receiveCount }) => {
        receives.push(receiveCount);
        if (isMissing) throw new TableMissingError('table call-records: ResourceNotFoundException');
        handled.push(body);
        return { kind: 'ack' };
      },
    });
    for (let n = 0; n < 8; n += 1) await fixture.send(`${n}`);
    fixture.consumer.start();
    await paused.promise;
    expect(fixture.consumer.health()).toEqual({
      isPolling: false,
      lastError: expect.stringContaining('TABLE_MISSING: table call-records') as string,
    });
    // Two slots, and the second pause: the other messages were not touched.
    expect(receives.length).toBeLessThanOrEqual(4);

    isMissing = false;
    await fixture.settled(receives.length + 8);
    expect(new Set(handled)).toEqual(new Set(['0', '1', '2', '3', '4', '5', '6', '7']));
    expect(new Set(receives)).toEqual(new Set([1]));
    expect(fixture.consumer.health()).toEqual({ isPolling: true, lastError: undefined });
    expect(codes).toEqual(['TABLE_MISSING', 'TABLE_MISSING']);
    expect(await receive(local.clients.sqs, fixture.deadLetterQueueUrl)).toEqual([]);
  });

  it('keeps the message in hand while it may not delete it, and does not receive it again', async () => {
    const { sqs } = local.clients;
    let refusals = 2;
    const refusing = {
      send: (command: { constructor: { name: string } }, ...rest: unknown[]) => {
        if (command.constructor.name === 'DeleteMessageCommand' && refusals-- > 0)
          return Promise.reject(Object.assign(new Error('not allowed'), { name: 'AccessDenied' }));
        return (sqs.send as (...given: unknown[]) => Promise<unknown>).call(sqs, command, ...rest);
      },
    } as unknown as SQSClient;
    const receives: number[] = [];
    const fixture = await make({
      sqs: refusing,
      visibilityTimeoutS: 3,
      handle: async ({ receiveCount }) => {
        receives.push(receiveCount);
        return { kind: 'ack' };
      },
    });
    await fixture.send('once');
    fixture.consumer.start();
    await fixture.settled(1);
    expect(fixture.samples.map(({ outcome }) => outcome)).toEqual(['ack']);
    expect(receives).toEqual([1]);
    expect(await receive(sqs, fixture.queueUrl)).toEqual([]);
  });
});
