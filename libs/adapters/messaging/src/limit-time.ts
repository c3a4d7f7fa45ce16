import type { PublishBatch } from './publish-batch.ts';

/** Aborts a request that takes longer. SNS may have accepted it all the same. */
export const limitTime =
  (publishBatch: PublishBatch, timeoutMs: number): PublishBatch =>
  async (topicArn, entries, signal) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await publishBatch(topicArn, entries, signal ? AbortSignal.any([signal, timeout]) : timeout);
    } catch (error) {
      if (!timeout.aborted || signal?.aborted) throw error;
      const late = new Error(`no answer within ${timeoutMs} ms`, { cause: error });
      throw Object.assign(late, { name: 'PUBLISH_TIMEOUT' });
    }
  };
