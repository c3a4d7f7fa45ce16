import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { metricSum, startServer, type TestServer } from '@recordings/test-kit';
import { makeMetrics, observeAws } from '../src/index.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** An S3 that gives these statuses in turn, with this code. */
const startS3 = async (code: string, ...statuses: number[]) => {
  server = await startServer((request, response) => {
    const status = statuses.shift() ?? 200;
    request.resume().on('end', () => response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`));
  });
  const metrics = makeMetrics('test');
  const aws = observeAws(metrics);
  const s3 = aws.watch(
    new S3Client({
      endpoint: server.url,
      forcePathStyle: true,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );
  const sum = async (name: string, ...labels: string[]) =>
    metricSum(await metrics.exposition(), name, ...labels);
  return { aws, sum, get: () => s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })) };
};
const labels = ['service="s3"', 'operation="GetObject"'];

it('measures every attempt of the SDK, and counts the ones that failed by their type', async () => {
  const { sum, get } = await startS3('SlowDown', 503);
  await get();
  expect(await sum('aws_request_duration_seconds_count', ...labels)).toBe(2);
  expect(await sum('aws_request_errors_total', ...labels, 'type="SlowDown"')).toBe(1);
});

it('does not count an object that is absent as an error', async () => {
  const { sum, get } = await startS3('NoSuchKey', 404);
  await expect(get()).rejects.toThrow();
  expect(await sum('aws_request_duration_seconds_count', ...labels)).toBe(1);
  expect(await sum('aws_request_errors_total')).toBe(0);
});

it('takes requests that are sent without the SDK', async () => {
  const { aws, sum } = await startS3('none');
  aws.onAttempt({ service: 'dynamodb', operation: 'GetItem', durationMs: 70 });
  aws.onAttempt({ service: 'dynamodb', operation: 'GetItem', durationMs: 70, errorType: 'HTTP_500' });
  expect(await sum('aws_request_duration_seconds_sum', 'service="dynamodb"')).toBeCloseTo(0.14);
  expect(await sum('aws_request_errors_total', 'type="HTTP_500"')).toBe(1);
});
