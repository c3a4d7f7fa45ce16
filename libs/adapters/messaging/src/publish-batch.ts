import { hash } from 'node:crypto';
import { PublishBatchCommand, type PublishBatchRequestEntry, type SNSClient } from '@aws-sdk/client-sns';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import type { BatchAnswer } from './deliver-in-batches.ts';
import type { SignedHttp } from './signed-http.ts';

/** Publishes one batch of events. It throws the errors of the SDK. */
export type PublishBatch = (
  topicArn: string,
  entries: readonly PublishBatchRequestEntry[],
  signal?: AbortSignal,
) => Promise<BatchAnswer>;

export const makeSdkPublishBatch =
  (sns: SNSClient): PublishBatch =>
  (TopicArn, entries, abortSignal) =>
    sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: [...entries] }), {
      abortSignal,
    });

/**
 * Publishes a batch by one signed request, at a fraction of the SDK's CPU time. If SNS does not take every event, the SDK
 * publishes the batch again, and its result counts. So after a lost answer the events are published twice.
 */
export const makeSignedPublishBatch = (sns: SNSClient, signedHttp: SignedHttp): PublishBatch => {
  const { region, credentials } = sns.config;
  const send = signedHttp({ service: 'sns', region, credentials });
  const bySdk = makeSdkPublishBatch(sns);
  let url: URL | undefined;

  return async (topicArn, entries, signal) => {
    const input = { TopicArn: topicArn, PublishBatchRequestEntries: [...entries] };
    const body = encodeForm(topicArn, entries);
    try {
      url ??= (await getEndpointFromInstructions(input, PublishBatchCommand, sns.config)).url;
      const answer = await send({ method: 'POST', url, headers: headersOf(body), body });
      if (answer.status === 200 && tookAll(answer.body, entries.length)) {
        return { Successful: entries.map(({ Id }) => ({ Id, MessageId: '' })), Failed: [] };
      }
    } catch {
      // No answer.
    }
    return bySdk(topicArn, entries, signal);
  };
};

/** Each event that SNS took has a message id. One that it refused has a code instead. */
const tookAll = (xml: string, count: number): boolean =>
  xml.split('</MessageId>').length - 1 >= count && !xml.includes('</Code>');

/** The form of the Query protocol (SNS API reference, PublishBatch). Lists and maps are numbered from 1. */
const encodeForm = (topicArn: string, entries: readonly PublishBatchRequestEntry[]): string => {
  const form = new URLSearchParams({ Action: 'PublishBatch', Version: '2010-03-31', TopicArn: topicArn });
  for (const [at, { Id = '', Message = '', MessageAttributes = {} }] of entries.entries()) {
    const member = `PublishBatchRequestEntries.member.${at + 1}`;
    form.set(`${member}.Id`, Id);
    form.set(`${member}.Message`, Message);
    for (const [place, [name, attribute]] of Object.entries(MessageAttributes).entries()) {
      const entry = `${member}.MessageAttributes.entry.${place + 1}`;
      form.set(`${entry}.Name`, name);
      form.set(`${entry}.Value.DataType`, attribute.DataType ?? '');
      form.set(`${entry}.Value.StringValue`, attribute.StringValue ?? '');
    }
  }
  return form.toString();
};

const headersOf = (body: string): Record<string, string> => ({
  'content-type': 'application/x-www-form-urlencoded',
  'x-amz-content-sha256': hash('sha256', body),
});
