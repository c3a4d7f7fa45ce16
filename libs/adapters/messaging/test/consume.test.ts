import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DeleteQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { DomainError } from '@recordings/fault';
import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import type { ReceivedMessage } from '../src/received-message.ts';
import { type ConsumerFixture, type ConsumerOptions, makeConsumer } from './consumer-fixture.ts';
import { receive } from './queues.ts';

class GoneError extends DomainError {
  readonly code = 'GONE';
  readonly fault = 'permanent';
}

describe('a queue consumer', () => {
  let local: ProvisionedAws;
  const started: ConsumerFixture[] = [];
  const children: ChildProcess[] = [];
  const gates: (() => void)[] = [];

  beforeAll(async () => {
    local = await startProvisionedAws();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    for (const open of gates.splice(0)) open(); // The stop waits for handlers.
    await Promise.all(started.splice(0).map(({ consumer }) => consumer.stop()));
  });
  afterAll(() => local.stop());

  const make = async (options: ConsumerOptions): Promise<ConsumerFixture> => {
    const fixture = await makeConsumer(local, options);
    started.push(fixture);
    return fixture;
  };

  /** Opens when the test says so, at the latest when the test ends. */
  const makeGate = (): PromiseWithResolvers<void> => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate.resolve);
    return gate;
  };

  const left = ({ queueUrl }: ConsumerFixture) => receive(local.clients.sqs, queueUrl);

  it('handles other messages while one is slow', async () => {
    const slow = makeGate();
    const fixture = await make({
      handle: async ({ body }) => {
        if (body === 'slow') await slow.promise;
        return { kind: 'ack' };
      },
    });
    await fixture.send('slow');
    for (let n = 0; n < 12; n += 1) await fixture.send(`quick ${n}`);
    fixture.consumer.start();

    await fixture.settled(12);
    expect(fixture.samples.map(({ outcome }) => outcome)).toEqual(Array(12).fill('ack'));
    slow.resolve();
    await fixture.settled(13);
    expect(await left(fixture)).toEqual([]);
  });

  it('postpones during an outage without using receives', async () => {
    class OutageError extends DomainError {
      readonly code = 'OUTAGE';
      readonly fault = 'retryable';
    }
    const seen: ReceivedMessage[] = [];
    const fixture = await make({
      maxReceives: 2,
      concurrency: 1, // A second slot may settle the replacement before the first one is deleted.
      handle: async (message) => {
        seen.push(message);
        if (seen.length === 1) throw new OutageError('down');
        return seen.length < 5 ? { kind: 'postpone', delayS: 0 } : { kind: 'ack' };
      },
    });
    await fixture.send('waits');
    fixture.consumer.start();
    await fixture.settled(5);
    expect(fixture.samples.map(({ outcome }) => outcome)).toEqual([...Array(4).fill('postpone'), 'ack']);
    expect(seen.map(({ receiveCount }) => receiveCount)).toEqual([1, 1, 1, 1, 1]);
    expect(seen.map(({ attributes }) => attributes['postponed'])).toEqual([undefined, '1', '2', '3', '4']);
    expect(await receive(local.clients.sqs, fixture.deadLetterQueueUrl)).toEqual([]);
  });

  it('handles `concurrency` messages at once, and no more', async () => {
    let atOnce = 0;
    let most = 0;
    const full = makeGate();
    const fixture = await make({
      concurrency: 3,
      handle: async () => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        if (atOnce === 3) full.resolve();
        await full.promise;
        atOnce -= 1;
        return { kind: 'ack' };
      },
    });
    for (let n = 0; n < 9; n += 1) await fixture.send(String(n));
    fixture.consumer.start();
    await fixture.settled(9);
    expect(most).toBe(3);
  });

  it('receives a message again after its delay, with its count', async () => {
    const received: (ReceivedMessage & { at: number })[] = [];
    const fixture = await make({
      handle: async (message) => {
        received.push({ ...message, at: Date.now() });
        return received.length === 1 ? { kind: 'retry', delayS: 1 } : { kind: 'ack' };
      },
    });
    await fixture.send('{"a":1}');
    fixture.consumer.start();
    await fixture.settled(2);

    const [first, second] = received;
    expect(second).toMatchObject({ messageId: first?.messageId, body: '{"a":1}', receiveCount: 2 });
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(990);
    expect(fixture.samples.map(({ outcome }) => outcome)).toEqual(['retry', 'ack']);
    expect(fixture.lines).toEqual([]);
  });

  it('sends poison to the DLQ with its reason, and deletes it', async () => {
    const fixture = await make({
      handle: async ({ body }) => {
        if (body === 'thrown') throw new GoneError('no such call');
        return { kind: 'dead-letter', reason: 'UNREADABLE' };
      },
    });
    await fixture.send('returned');
    await fixture.send('thrown');
    fixture.consumer.start();
    await fixture.settled(2);

    const dead = await receive(local.clients.sqs, fixture.deadLetterQueueUrl, 20);
    const reported = dead.map(({ Body, MessageAttributes = {} }) => ({
      body: Body,
      reason: MessageAttributes.reason?.StringValue,
      sourceQueue: MessageAttributes.sourceQueue?.StringValue,
    }));
    const sourceQueue = fixture.queueUrl.split('/').at(-1);
    expect(reported.sort((a, b) => a.body!.localeCompare(b.body!))).toEqual([
      { body: 'returned', reason: 'UNREADABLE', sourceQueue },
      { body: 'thrown', reason: 'GONE', sourceQueue },
    ]);
    expect(await left(fixture)).toEqual([]);
  });

  it('sends a message that always fails to the DLQ on its last receive, with its reason and its queue', async () => {
    const fixture = await make({
      maxReceives: 2,
      handle: async () => {
        throw new Error('again');
      },
    });
    await fixture.send('unlucky');
    fixture.consumer.start();
    const [dead] = await receive(local.clients.sqs, fixture.deadLetterQueueUrl, 20);
    expect(dead?.Body).toBe('unlucky');
    expect(dead?.MessageAttributes).toMatchObject({
      reason: { StringValue: 'RECEIVES_EXHAUSTED' },
      detail: { StringValue: 'received 2 times; the last error was UNEXPECTED: again' },
      sourceQueue: { StringValue: fixture.queueUrl.split('/').at(-1) },
    });
    await fixture.settled(2);
    expect(fixture.samples.map(({ outcome }) => outcome)).toEqual(['retry', 'dead-letter']);
  });

  it('sends a message whose consumers died to the DLQ with its reason, and does not handle it again', async () => {
    let handled = 0;
    const fixture = await make({
      maxReceives: 2,
      handle: async () => {
        handled += 1;
        return { kind: 'ack' };
      },
    });
    await fixture.send('deadly');
    // Each of these consumers dies before it settles the message.
    for (let receives = 1; receives <= 2; receives += 1)
      await local.clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: fixture.queueUrl, VisibilityTimeout: 0 }),
      );
    fixture.consumer.start();
    const [dead] = await receive(local.clients.sqs, fixture.deadLetterQueueUrl, 20);
    expect(dead?.Body).toBe('deadly');
    expect(dead?.MessageAttributes).toMatchObject({
      reason: { StringValue: 'CONSUMERS_DIED' },
      sourceQueue: { StringValue: fixture.queueUrl.split('/').at(-1) },
    });
    expect(handled).toBe(0);
  });

  it('hides a message while its handler runs longer than the visibility timeout', async () => {
    const counts: number[] = [];
    const fixture = await make({
      visibilityTimeoutS: 6, // Extended every 2 s: the machine may pause for 4 s.
      handle: async ({ receiveCount }) => {
        counts.push(receiveCount);
        const until = Date.now() + 7_500;
        while (Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
        return { kind: 'ack' };
      },
    });
    await fixture.send('long');
    fixture.consumer.start();
    await fixture.settled(1);
    expect(counts).toEqual([1]);
    expect(await left(fixture)).toEqual([]);
  });

  it('receives the message of a consumer that was killed', async () => {
    const received = Promise.withResolvers<ReceivedMessage>();
    const fixture = await make({
      handle: async (message) => {
        received.resolve(message);
        return { kind: 'ack' };
      },
    });
    await fixture.send('orphan');
    const script = join(import.meta.dirname, 'stuck-consumer.ts');
    const stuck = spawn(process.execPath, [script, fixture.queueUrl, fixture.deadLetterQueueUrl], {
      env: { ...process.env, ...local.aws.environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(stuck);
    const [taken] = (await once(stuck.stdout, 'data')) as [Buffer];
    stuck.kill('SIGKILL');
    await once(stuck, 'exit');

    fixture.consumer.start();
    expect(await received.promise).toMatchObject({
      messageId: taken.toString().trim(),
      body: 'orphan',
      receiveCount: 2,
    });
  });

  it('polls on after an outage of its queue, and reports it', async () => {
    const fixture = await make({ handle: async () => ({ kind: 'ack' }), concurrency: 1 });
    const reported = Promise.withResolvers<void>();
    fixture.lines.push = (...lines: object[]) => {
      reported.resolve();
      return Array.prototype.push.apply(fixture.lines, lines);
    };
    await local.clients.sqs.send(new DeleteQueueCommand({ QueueUrl: fixture.queueUrl }));
    fixture.consumer.start();
    await reported.promise;
    expect(fixture.lines[0]).toMatchObject({
      event: 'poll_failed',
      failures: 1,
      err: { code: 'QUEUE_UNUSABLE', fault: 'configuration' },
    });
    expect(fixture.consumer.isRunning()).toBe(true);
  });
});
