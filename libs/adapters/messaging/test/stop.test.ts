import { type ProvisionedAws, startProvisionedAws } from '@recordings/local-aws';
import { type ConsumerFixture, type ConsumerOptions, makeConsumer } from './consumer-fixture.ts';
import { receive } from './queues.ts';

describe('stopping a queue consumer', () => {
  let local: ProvisionedAws;
  const made: ConsumerFixture[] = [];

  beforeAll(async () => {
    local = await startProvisionedAws();
  });
  afterEach(async () => {
    await Promise.all(made.splice(0).map(({ consumer }) => consumer.stop()));
  });
  afterAll(() => local.stop());

  const make = async (options: ConsumerOptions): Promise<ConsumerFixture> => {
    const fixture = await makeConsumer(local, options);
    made.push(fixture);
    return fixture;
  };
  const left = ({ queueUrl }: ConsumerFixture, waitS = 0) => receive(local.clients.sqs, queueUrl, waitS);

  it('finishes the message in flight, and takes no other', async () => {
    const handling = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    const fixture = await make({
      concurrency: 1,
      handle: async () => {
        handling.resolve();
        await done.promise;
        return { kind: 'ack' };
      },
    });
    await fixture.send('in flight');
    await fixture.send('waiting');
    fixture.consumer.start();
    await handling.promise;

    let hasStopped = false;
    const stopped = fixture.consumer.stop().then(() => {
      hasStopped = true;
    });
    const isRunning = fixture.consumer.isRunning();
    await new Promise((resolve) => setImmediate(resolve));
    const hadStopped = hasStopped;
    done.resolve();
    await stopped;
    expect({ isRunning, hadStopped }).toEqual({ isRunning: false, hadStopped: false });
    expect(fixture.samples.map(({ outcome }) => outcome)).toEqual(['ack']);
    expect((await left(fixture)).map(({ Body }) => Body)).toEqual(['waiting']);
  });

  it('does not wait for polls of an empty queue', async () => {
    const fixture = await make({ handle: async () => ({ kind: 'ack' }), concurrency: 5, waitTimeS: 20 });
    const poll = left(fixture, 20);
    fixture.consumer.start();
    const stopped = fixture.consumer.stop();
    const first = await Promise.race([stopped.then(() => 'stop'), poll.then(() => 'poll')]);
    expect(first).toBe('stop');
    await fixture.send('ends the poll');
    await poll;
    expect(fixture.lines).toEqual([]);
  });

  it('aborts handlers after its grace time, and gives their messages back', async () => {
    const handling = Promise.withResolvers<void>();
    const fixture = await make({
      concurrency: 1,
      stopGraceMs: 50,
      handle: (_, signal) => {
        handling.resolve();
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
      },
    });
    await fixture.send('long');
    fixture.consumer.start();
    await handling.promise;
    await fixture.consumer.stop();
    expect(fixture.samples.map(({ outcome }) => outcome)).toEqual(['retry']);
    expect((await left(fixture, 20)).map(({ Body }) => Body)).toEqual(['long']);
  });

  it('may be called twice and before the start, and the consumer may start again', async () => {
    const fixture = await make({ handle: async () => ({ kind: 'ack' }) });
    await fixture.consumer.stop();
    fixture.consumer.start();
    fixture.consumer.start();
    await Promise.all([fixture.consumer.stop(), fixture.consumer.stop()]);

    fixture.consumer.start();
    await fixture.send('later');
    await fixture.settled(1);
    await fixture.consumer.stop();
    expect(await left(fixture)).toEqual([]);
  });

  it('is safe at any moment: every message is handled and every stop ends', async () => {
    const bodies = Array.from({ length: 30 }, (_, n) => String(n));
    const handled = new Set<string>();
    const allHandled = Promise.withResolvers<void>();
    const fixture = await make({
      concurrency: 3,
      visibilityTimeoutS: 1,
      handle: async ({ body }) => {
        handled.add(body);
        if (handled.size === bodies.length) allHandled.resolve();
        return { kind: 'ack' };
      },
    });
    for (const body of bodies) await fixture.send(body);
    for (let round = 0; round < 20; round += 1) {
      fixture.consumer.start();
      for (let turns = 0; turns < round; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      await fixture.consumer.stop();
    }
    fixture.consumer.start();
    await allHandled.promise;
    await fixture.consumer.stop();
    expect(handled).toEqual(new Set(bodies));
  });

  it.each([0, -1, 1.5, Number.NaN])(
    'cannot be tried with a concurrency of %p, which is refused',
    async (concurrency) => {
      await expect(make({ handle: async () => ({ kind: 'ack' }), concurrency })).rejects.toThrow(RangeError);
    },
  );
});
