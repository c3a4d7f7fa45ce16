import { SQSClient } from '@aws-sdk/client-sqs';
import { makeQueueConsumer } from '../src/make-queue-consumer.ts';

/** A process that takes one message and never ends it: its parent kills it. Arguments: endpoint, queue, DLQ. */
const [endpoint, queueUrl, deadLetterQueueUrl] = process.argv.slice(2) as [string, string, string];

makeQueueConsumer({
  sqs: new SQSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  }),
  queueUrl,
  deadLetterQueueUrl,
  concurrency: 1,
  visibilityTimeoutS: 2,
  log: console,
  handle: ({ messageId }) => {
    process.stdout.write(`${messageId}\n`);
    return new Promise(() => undefined);
  },
}).start();
