import type { SQSClient } from '@aws-sdk/client-sqs';
import { resolveQueueUrl } from './resolve-queue-url.ts';

describe('resolveQueueUrl', () => {
  it('throws if SQS answers without a URL', async () => {
    const sqs = { send: async () => ({}) } as unknown as SQSClient;
    await expect(resolveQueueUrl(sqs, 'downloads')).rejects.toMatchObject({
      code: 'QUEUE_UNUSABLE',
      message: 'queue downloads has no URL',
    });
  });
});
