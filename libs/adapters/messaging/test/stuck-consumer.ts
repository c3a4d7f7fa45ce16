import { SQSClient } from '@aws-sdk/client-sqs';
import { makeQueueConsumer } from '../src/make-queue-consumer.ts';

/** A process that takes one message and never ends it: its parent kills it. Arguments: queue, DLQ. */
const [queueUrl, deadLetterQueueUrl] = process.argv.slice(2) as [string, string];

makeQueueConsumer({
  sqs: new SQSClient({}),
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
