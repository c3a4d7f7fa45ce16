import { findRequestFault, type ReconciliationRequest } from '@recordings/reconciliation';
import { NothingPublishedError } from './errors.ts';
import type {
  MissingCallsDeps,
  MissingCallsPolicy,
  OutgoingWindow,
  PublishFailure,
} from './missing-calls-deps.ts';

type PublishDeps = Pick<MissingCallsDeps, 'publish' | 'keepForReplay' | 'policy' | 'note'>;

const EVENT_INVALID = 'EVENT_INVALID';

/** Numbers of windows, and of their calls. */
export type PublishedWindows = {
  readonly failed: number;
  readonly publishedCalls: number;
  readonly failedCalls: number;
};

/**
 * Publishes windows. Stores those that could not be published for replay, and those that no worker could work on. Their
 * calls are queued, so a later execution finds them stale and takes them again.
 *
 * @throws {NothingPublishedError} if there were windows and all of them failed.
 */
export const publishWindows = async (
  deps: PublishDeps,
  requests: readonly ReconciliationRequest[],
): Promise<PublishedWindows> => {
  const byId = new Map(requests.map((request) => [request.eventId, request]));
  const faults = requests.flatMap((request) => {
    const message = findRequestFault(request);
    return message === undefined ? [] : [{ id: request.eventId, code: EVENT_INVALID, message }];
  });
  const invalid = new Set(faults.map(({ id }) => id));
  const valid = requests.filter(({ eventId }) => !invalid.has(eventId));
  const { published, failed: refused } = await deps.publish(
    valid.map((request) => outgoingWindow(deps, request)),
  );
  const failed = [...faults, ...refused];
  for (const { id, messageId } of published) notePublished(deps, byId.get(id)!, messageId);
  // All at once: if one cannot be stored, the others still are, and each is logged.
  await Promise.all(failed.map((failure) => keepForReplay(deps, byId.get(failure.id)!, failure)));
  const [first] = failed;
  if (first && failed.length === requests.length) {
    throw new NothingPublishedError(requests.length, `${first.code}: ${first.message}`);
  }
  const failedCalls = sumCalls(failed.map(({ id }) => byId.get(id)!));
  return { failed: failed.length, failedCalls, publishedCalls: sumCalls(requests) - failedCalls };
};

const sumCalls = (requests: readonly ReconciliationRequest[]): number =>
  requests.reduce((sum, { payload }) => sum + payload.callCount, 0);

const notePublished = (
  { note }: Pick<MissingCallsDeps, 'note'>,
  { payload, timestamp }: ReconciliationRequest,
  messageId: string,
): void => {
  const { batchId, reconciliationId, groupId, windowIndex, callCount } = payload;
  note({
    type: 'sns_event_published',
    batchId,
    reconciliationId,
    groupId,
    windowIndex,
    callCount,
    messageId,
    timestamp,
  });
};

/** The event holds the whole window: the log is its last copy if it cannot be stored either. */
const keepForReplay = async (
  deps: Pick<MissingCallsDeps, 'keepForReplay' | 'note'>,
  request: ReconciliationRequest,
  { code, message }: PublishFailure,
): Promise<void> => {
  const key = `unpublished/${request.payload.batchId}/${request.eventId}.json`;
  deps.note({ type: 'sns_publish_failed', code, reason: message, request, key });
  await deps.keepForReplay(key, request);
};

/** The message of a window. Subscriptions filter by its attributes. */
export const outgoingWindow = (
  { policy }: { readonly policy: Pick<MissingCallsPolicy, 'enableMessageAttributes'> },
  request: ReconciliationRequest,
): OutgoingWindow => {
  const { eventId: id, eventType, payload } = request;
  // A subscription that wants an attribute to be absent matches only a message that has some attribute.
  if (!policy.enableMessageAttributes) return { id, body: request, attributes: { eventType } };
  const { tenantId, groupId, priority, callCount, batchId } = payload;
  return { id, body: request, attributes: { eventType, tenantId, groupId, priority, callCount, batchId } };
};
