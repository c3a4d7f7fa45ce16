import { observeSending, type SentRequest } from './observe-sending.ts';
import type { SignedAnswer, SignedRequest } from './signed-request.ts';

const url = new URL('http://127.0.0.1/x');
const make = (answer: () => Promise<Partial<SignedAnswer>>) => {
  const sent: SentRequest[] = [];
  const signedHttp = () => async () => ({ status: 200, headers: {}, body: '', ...(await answer()) });
  const observed = observeSending(signedHttp, (request) => sent.push(request));
  const send = async (service: string, request: Partial<SignedRequest>) =>
    observed({ service, region: 'eu-west-1', credentials: async () => Promise.reject(new Error('unused')) })({
      method: 'POST',
      url,
      headers: {},
      body: '',
      ...request,
    });
  return { sent, send };
};

it.each<[string, string, Partial<SignedRequest>]>([
  ['dynamodb', 'GetItem', { headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' } }],
  ['sqs', 'SendMessageBatch', { headers: { 'x-amz-target': 'AmazonSQS.SendMessageBatch' } }],
  ['sns', 'PublishBatch', { body: 'Action=PublishBatch&TopicArn=x' }],
  ['s3', 'PutObject', { method: 'PUT' }],
  ['s3', 'UploadPart', { method: 'PUT', query: { partNumber: '1', uploadId: 'u' } }],
])('reports a request to %s as %s, with its duration', async (service, operation, request) => {
  const { sent, send } = make(async () => ({}));
  await send(service, request);
  expect(sent).toEqual([{ service, operation, durationMs: expect.any(Number), errorType: undefined }]);
});

it('reports when AWS answered', async () => {
  const date = 'Thu, 15 Jan 2026 10:00:00 GMT';
  const { sent, send } = make(async () => ({ status: 500, headers: { date } }));
  await send('dynamodb', {});
  expect(sent).toMatchObject([{ date }]);
});

it.each<[string | undefined, Partial<SignedAnswer>]>([
  ['HTTP_500', { status: 500 }],
  ['HTTP_400', { status: 400, body: '{"__type":"x#ValidationException"}' }],
  [undefined, { status: 400, body: '{"__type":"x#ConditionalCheckFailedException"}' }],
  [undefined, { status: 412 }],
])('reports the error %s of the answer %j', async (errorType, answer) => {
  const { sent, send } = make(async () => answer);
  await send('dynamodb', {});
  expect(sent).toMatchObject([{ errorType }]);
});

it('reports a request without an answer, and rejects', async () => {
  const { sent, send } = make(() => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })));
  await expect(send('s3', {})).rejects.toThrow('x');
  expect(sent).toMatchObject([{ errorType: 'ECONNREFUSED' }]);
});
