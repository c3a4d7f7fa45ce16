import { createHash } from 'node:crypto';
import type { SinkAnswer } from './serve-sink.ts';

/** Answers SQS (JSON, named by its target) and SNS (a form): every message is accepted. */
export const answerMessages = (target: string | undefined, body: string, host: string): SinkAnswer => {
  if (target === undefined) return answerSns(new URLSearchParams(body));
  const request = JSON.parse(body) as SqsRequest;
  switch (target) {
    case 'AmazonSQS.GetQueueUrl':
      return json({ QueueUrl: `http://${host}/000000000000/${request.QueueName}` });
    case 'AmazonSQS.SendMessageBatch':
      return json({ Successful: request.Entries?.map(accept), Failed: [] });
    default:
      throw new Error(`the bench has no answer for ${target}`);
  }
};

type Entry = { readonly Id: string; readonly MessageBody: string };
type SqsRequest = { readonly QueueName?: string; readonly Entries?: readonly Entry[] };

/** The SDK compares the MD5 with its own. */
const accept = ({ Id, MessageBody }: Entry) => ({
  Id,
  MessageId: 'bench',
  MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
});

const json = (body: object): SinkAnswer => ({
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});

const ENTRY_ID = /^PublishBatchRequestEntries\.member\.\d+\.Id$/;

const answerSns = (form: URLSearchParams): SinkAnswer => {
  const action = form.get('Action') ?? 'Publish';
  const members = [...form]
    .filter(([name]) => ENTRY_ID.test(name))
    .map(([, id]) => `<member><MessageId>bench</MessageId><Id>${id}</Id></member>`);
  const result = `<Failed/><Successful>${members.join('')}</Successful><MessageId>bench</MessageId>`;
  const body = `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${action}Result>${result}</${action}Result></${action}Response>`;
  return { headers: { 'content-type': 'text/xml' }, body };
};
