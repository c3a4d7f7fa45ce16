import { shifted } from '@recordings/call-record';
import { ended, keyOf, minutesBefore, NOON } from './calls.ts';
import { type Environment, startEmulators } from './environment.ts';
import { makeTestPooler, type TestPooler } from './make-test-pooler.ts';

const keys = Array.from({ length: 20 }, (_, n) => keyOf(`call-${n}`));

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
  await Promise.all(
    keys.map((key, n) => pooler.calls.change(key, ended({ key, startedAt: minutesBefore(60 + n * 20) }))),
  );
});

const publishedIds = async (): Promise<string[]> =>
  (await environment.published()).flatMap(({ payload }) => payload.calls.map(({ callId }) => callId));
const allIds = keys.map(({ callId }) => callId).sort();

describe('executions', () => {
  it('run one at a time over all poolers: one of three that start together runs', async () => {
    const others = [pooler, makeTestPooler(environment), makeTestPooler(environment)];
    const executions = await Promise.all(others.map((one) => one.tryRun()));
    expect(executions.filter((execution) => execution !== undefined)).toHaveLength(1);
    expect((await publishedIds()).sort()).toEqual(allIds);
  });

  it('release the claim as soon as they end, even if they failed', async () => {
    const failing = makeTestPooler(environment, {}, { afterFind: () => Promise.reject(new Error('no')) });
    await expect(failing.run()).rejects.toThrow('no');
    expect(await pooler.tryRun({ now: shifted(NOON, 1) })).toMatchObject({ totalCallsFound: 20 });
  });

  it('wait for a dead execution until its lease ends', async () => {
    let die: (() => void) | undefined;
    const reached = new Promise<void>((resolve) => {
      die = resolve;
    });
    // It takes the claim and never ends.
    const dead = makeTestPooler(
      environment,
      {},
      {
        afterFind: () => {
          die?.();
          return new Promise(() => undefined);
        },
      },
    );
    void dead.tryRun();
    await reached;
    expect(await pooler.tryRun({ now: shifted(NOON, 299_999) })).toBeUndefined();
    expect(await pooler.tryRun({ now: shifted(NOON, 300_000) })).toMatchObject({ totalEventsPublished: 20 });
  });

  it('queue each call once, even if one outlives its lease and meets the next', async () => {
    const next = makeTestPooler(environment);
    const afterFind = () => next.run({ now: shifted(NOON, 300_000) });
    const slow = makeTestPooler(environment, {}, { afterFind });
    expect(await slow.run()).toMatchObject({ totalCallsFound: 20, totalEventsPublished: 0 });
    expect((await publishedIds()).sort()).toEqual(allIds);
  });
});

describe('an execution that is aborted', () => {
  it('publishes what it has queued, leaves the other calls as they are, and releases the claim', async () => {
    const stopping = new AbortController();
    let queueing = 0;
    const beforeQueue = (): void => {
      queueing += 1;
      if (queueing === 5) stopping.abort();
    };
    const execution = await makeTestPooler(environment, {}, { beforeQueue }).tryRun({
      signal: stopping.signal,
    });
    expect(execution).toMatchObject({ totalCallsFound: 20, totalEventsPublished: 5, failedPublishes: 0 });
    const records = await Promise.all(keys.map((key) => pooler.calls.get(key)));
    const queuedIds = records
      .filter((call) => call?.reconciliationStatus === 'queued')
      .map((call) => call!.callId);
    expect((await publishedIds()).sort()).toEqual(queuedIds.sort());
    expect(await environment.replayKeys()).toEqual([]);
    expect(await pooler.tryRun()).toMatchObject({ totalCallsFound: 15, totalEventsPublished: 15 });
  });
});
