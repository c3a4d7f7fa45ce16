import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { type LocalAws, startLocalAws } from '../src/index.ts';

const outsideAddresses = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ family, internal }) => family === 'IPv4' && !internal)
  .map(({ address }) => address);

const accepts = async (host: string, port: number): Promise<boolean> => {
  const socket = connect({ host, port, timeout: 5_000 });
  try {
    return await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'timeout').then(() => false),
    ]);
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

/** Below the ports that systems assign by themselves, so that other processes leave the free one alone. */
const takePortAfterFreeOne = async (): Promise<{ port: number; server: Server }> => {
  const wanted = 15_000 + Math.floor(Math.random() * 15_000);
  const server = createServer().listen(wanted, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return takePortAfterFreeOne();
  }
  if (!(await accepts('127.0.0.1', wanted - 1))) return { port: wanted, server };
  server.close();
  return takePortAfterFreeOne();
};

describe('startLocalAws', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws();
  });
  const takers: Server[] = [];
  afterEach(async () => {
    for (const taker of takers.splice(0)) taker.close();
    await aws.stop();
  });

  const ports = (): number[] =>
    Object.entries(aws.environment)
      .filter(([name]) => name.startsWith('AWS_ENDPOINT_URL_'))
      .map(([, endpoint]) => Number(new URL(endpoint).port));

  it('listens on 127.0.0.1 and on no other address', async () => {
    for (const port of ports()) {
      expect(await accepts('127.0.0.1', port)).toBe(true);
      for (const host of ['127.0.0.2', ...outsideAddresses]) {
        expect([host, await accepts(host, port)]).toEqual([host, false]);
      }
    }
  });

  it('has an environment that makes the SDK of another process use it', async () => {
    const script = `
      import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
      import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
      import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
      import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
      const s3 = new S3Client({});
      await s3.send(new CreateBucketCommand({ Bucket: 'made-outside' }));
      await s3.send(new PutObjectCommand({ Bucket: 'made-outside', Key: 'k', Body: 'x' }));
      const { Buckets } = await s3.send(new ListBucketsCommand({}));
      await new SNSClient({}).send(new CreateTopicCommand({ Name: 't' }));
      await new DynamoDBClient({}).send(new ListTablesCommand({}));
      const sqs = new SQSClient({});
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'sent outside' }));
      console.log(JSON.stringify([Buckets[0].Name, QueueUrl]));
      process.exit(0);
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      {
        cwd: import.meta.dirname,
        env: { PATH: process.env.PATH, AWS_USE_FIPS_ENDPOINT: 'true', ...aws.environment },
      },
    );
    expect(JSON.parse(stdout)).toEqual([
      'made-outside',
      `${aws.environment.AWS_ENDPOINT_URL_SQS}/000000000000/q`,
    ]);
  });

  it('fails when its port is taken', async () => {
    const [s3Port] = ports();
    await expect(startLocalAws({ port: s3Port! })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('stops the first emulator when the port of the second is taken', async () => {
    const { port, server } = await takePortAfterFreeOne();
    takers.push(server);
    await expect(startLocalAws({ port: port - 1 })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    expect(await accepts('127.0.0.1', port - 1)).toBe(false);
  });
});
