import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { makeTopicPublisher } from '@recordings/messaging';
import type { ReconciliationRequest } from '@recordings/reconciliation';
import type { Logger } from '@recordings/service';
import type { PoolerMetrics } from './pooler-metrics.ts';

export type PublishWindowsDeps = {
  readonly topic: Pick<ReturnType<typeof makeTopicPublisher>, 'publishAll'>;
  readonly s3: S3Client;
  readonly replayBucket: string;
  readonly metrics: PoolerMetrics;
  readonly log: Logger;
};

/** Publishes windows with the attributes that subscriptions filter by. What cannot be published is kept for replay. */
export const makePublishWindows =
  (deps: PublishWindowsDeps) =>
  async (requests: readonly ReconciliationRequest[]): Promise<{ failed: number }> => {
    const { topic, metrics, log } = deps;
    const byId = new Map(requests.map((request) => [request.eventId, request]));
    const { published, failed } = await topic.publishAll(
      requests.map((request) => ({ id: request.eventId, body: request, attributes: attributesOf(request) })),
    );
    metrics.published.inc(published.length);
    for (const { id, messageId } of published) {
      const { payload, timestamp } = byId.get(id)!;
      const { batchId, reconciliationId, groupId, windowIndex, callCount } = payload;
      const window = { batchId, reconciliationId, groupId, windowIndex, callCount };
      log.info({ event: 'sns_event_published', ...window, messageId, timestamp }, 'window published');
    }
    // All at once: if one cannot be kept, the others still are, and every one is logged.
    await Promise.all(failed.map((failure) => keepForReplay(deps, byId.get(failure.id)!, failure)));
    return { failed: failed.length };
  };

const keepForReplay = async (
  { s3, replayBucket, metrics, log }: PublishWindowsDeps,
  request: ReconciliationRequest,
  { code, message }: { readonly code: string; readonly message: string },
): Promise<void> => {
  metrics.failed.inc();
  const key = `unpublished/${request.payload.batchId}/${request.eventId}.json`;
  log.error(
    { event: 'sns_publish_failed', code, reason: message, request, key },
    'window to be kept for replay',
  );
  await s3.send(new PutObjectCommand({ Bucket: replayBucket, Key: key, Body: JSON.stringify(request) }));
};

const attributesOf = ({ eventType, payload }: ReconciliationRequest): Record<string, string | number> => ({
  eventType,
  groupId: payload.groupId,
  priority: payload.priority,
  callCount: payload.callCount,
  batchId: payload.batchId,
});
