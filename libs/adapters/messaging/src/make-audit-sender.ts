import type { SQSClient } from '@aws-sdk/client-sqs';
import { physicalName, queues } from '@recordings/topology';
import { makeBatchingSender } from './make-batching-sender.ts';
import { resolveQueueUrl } from './resolve-queue-url.ts';
import { makeSignedSendBatch } from './send-batch.ts';
import type { SignedHttp } from './signed-http.ts';

/**
 * Makes the sender to queue `audit`. `delayS`: the archiver sees a message so many seconds later, when the change that it
 * announces is written. With `signedHttp` the messages are sent without the SDK.
 *
 * @throws {QueueUnusableError} if the queue does not exist or we may not see it.
 */
export const makeAuditSender = async (
  sqs: SQSClient,
  prefix: string,
  delayS: number,
  signedHttp?: SignedHttp,
): Promise<(body: object) => Promise<void>> =>
  makeBatchingSender({
    sqs,
    queueUrl: await resolveQueueUrl(sqs, physicalName(prefix, queues.audit.name)),
    delayS,
    ...(signedHttp && { sendBatch: makeSignedSendBatch(sqs, signedHttp) }),
  });
