import { hash } from 'node:crypto';
import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import type { BatchAnswer } from './deliver-in-batches.ts';
import type { SignedHttp } from './signed-http.ts';

/** Sends one batch of messages. It throws the errors of the SDK. */
export type SendBatch = (
  queueUrl: string,
  entries: readonly SendMessageBatchRequestEntry[],
) => Promise<BatchAnswer>;

export const makeSdkSendBatch =
  (sqs: SQSClient): SendBatch =>
  (QueueUrl, entries) =>
    sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [...entries] }));

/**
 * Sends a batch by one signed request, at a fraction of the SDK's CPU time. If it gets anything but a success, the SDK
 * sends the batch again, and its result counts. So after a lost answer the messages are in the queue twice.
 */
export const makeSignedSendBatch = (sqs: SQSClient, signedHttp: SignedHttp): SendBatch => {
  const { region, credentials } = sqs.config;
  const send = signedHttp({ service: 'sqs', region, credentials });
  const bySdk = makeSdkSendBatch(sqs);
  let url: URL | undefined;

  return async (queueUrl, entries) => {
    const input = { QueueUrl: queueUrl, Entries: [...entries] };
    const body = JSON.stringify(input);
    try {
      url ??= (await getEndpointFromInstructions(input, SendMessageBatchCommand, sqs.config)).url;
      const answer = await send({ method: 'POST', url, headers: headersOf(body), body });
      if (answer.status === 200) return JSON.parse(answer.body) as BatchAnswer;
    } catch {
      // No answer, or none that can be read.
    }
    return bySdk(queueUrl, entries);
  };
};

const headersOf = (body: string): Record<string, string> => ({
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'AmazonSQS.SendMessageBatch',
  'x-amz-content-sha256': hash('sha256', body),
});
