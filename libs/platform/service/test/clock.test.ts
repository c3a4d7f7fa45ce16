import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { startServer } from '@recordings/test-kit';
import { makeClock } from '../src/clock.ts';
import { makeMetrics } from '../src/make-metrics.ts';

const HOUR_MS = 3_600_000;
const EMPTY = '<?xml version="1.0"?><ListBucketResult></ListBucketResult>';

/** An AWS that answers with this status, and a process whose clock shows `errorMs` too much. */
const start = async (errorMs: number, status = 200) => {
  const server = await startServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(status === 200 ? EMPTY : '<Error><Code>Broken</Code></Error>');
  });
  const logged: object[] = [];
  const log = {
    error: (fields: object) => logged.push(fields),
    info: (fields: object) => logged.push(fields),
  };
  const metrics = makeMetrics('test');
  const error = { ms: errorMs };
  const clock = makeClock({ metrics, log: log as never, readMs: () => Date.now() + error.ms });
  const s3 = clock.watch(
    new S3Client({
      endpoint: server.url,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
      forcePathStyle: true,
      maxAttempts: 1,
    }),
  );
  const ask = () => s3.send(new ListObjectsV2Command({ Bucket: 'b' })).catch(() => undefined);
  const stop = async (): Promise<void> => {
    s3.destroy();
    await server.stop();
  };
  return { clock, ask, stop, logged, metrics, error };
};

const offBy = (nowMs: number): number => Math.abs(nowMs - Date.now());

describe('the clock of a service', () => {
  it.each([200, 500])('is corrected by two answers of AWS with status %i', async (status) => {
    const { clock, ask, stop, logged, metrics } = await start(3 * HOUR_MS, status);
    expect(offBy(clock.now())).toBeGreaterThan(2 * HOUR_MS);
    await ask();
    expect(offBy(clock.now())).toBeGreaterThan(2 * HOUR_MS);
    await ask();
    expect(offBy(clock.now())).toBeLessThan(5_000);
    expect(logged).toEqual([{ event: 'clock_corrected', correctionMs: expect.any(Number) }]);
    expect(await metrics.exposition()).toMatch(/^clock_error_seconds\{service="test"\} 1[01]\d{3}/m);
    await stop();
  });

  it('says once that it is wrong, and once that it is right again', async () => {
    const { clock, ask, stop, logged, error } = await start(-HOUR_MS);
    for (let times = 0; times < 3; times += 1) await ask();
    error.ms = 0;
    await ask();
    await ask();
    expect(logged).toMatchObject([{ event: 'clock_corrected' }, { event: 'clock_right', correctionMs: 0 }]);
    expect(offBy(clock.now())).toBeLessThan(5_000);
    await stop();
  });

  it('is corrected at the start by two requests', async () => {
    const { clock, ask, stop } = await start(3 * HOUR_MS);
    await clock.correctBy(ask);
    expect(offBy(clock.now())).toBeLessThan(5_000);
    await stop();
  });

  it('is not misled by one wrong header', async () => {
    const { clock, ask, stop, logged } = await start(0);
    for (let times = 0; times < 3; times += 1) {
      await ask();
      clock.onAnswer({ durationMs: 20, date: new Date(Date.now() + HOUR_MS).toUTCString() });
    }
    expect(offBy(clock.now())).toBeLessThan(5_000);
    expect(logged).toEqual([]);
    await stop();
  });

  it('is corrected by answers that came without the SDK', async () => {
    const { clock, stop } = await start(-2 * HOUR_MS);
    const date = new Date().toUTCString();
    clock.onAnswer({ durationMs: 20 });
    clock.onAnswer({ durationMs: 20, date: 'no date' });
    for (let times = 0; times < 2; times += 1) clock.onAnswer({ durationMs: 20, date });
    expect(offBy(clock.now())).toBeLessThan(5_000);
    await stop();
  });

  it('is left alone if it is right', async () => {
    const { clock, ask, stop, logged } = await start(0);
    await ask();
    expect(logged).toEqual([]);
    expect(offBy(clock.now())).toBeLessThan(5_000);
    await stop();
  });
});
