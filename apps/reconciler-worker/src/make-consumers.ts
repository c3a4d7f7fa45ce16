import type { SQSClient } from '@aws-sdk/client-sqs';
import { makeQueueConsumer, resolveQueueUrl } from '@recordings/messaging';
import { physicalName, queues, type WorkQueueShape } from '@recordings/topology';
import type { Config } from './config.ts';
import { makeHandleCheck } from './messages/handle-check.ts';
import { makeHandleRequest } from './messages/handle-request.ts';
import type { ReconcilerDeps } from './reconciler-deps.ts';

const requestQueues = {
  high: [queues.reconciliationHigh],
  normal: [queues.reconciliationNormal],
  low: [queues.reconciliationLow],
  all: [queues.reconciliationHigh, queues.reconciliationNormal, queues.reconciliationLow],
} as const;

/** The consumers of this worker: the window queues that it drains, and the checks that every worker does. */
export const makeConsumers = async (config: Config, sqs: SQSClient, deps: ReconcilerDeps) => {
  const urlOf = (name: string): Promise<string> =>
    resolveQueueUrl(sqs, physicalName(config.RESOURCE_PREFIX, name));
  const consumerOf = async (
    queue: WorkQueueShape,
    handle: ReturnType<typeof makeHandleRequest>,
    concurrency: number,
  ) =>
    makeQueueConsumer({
      sqs,
      queueUrl: await urlOf(queue.name),
      deadLetterQueueUrl: await urlOf(queue.deadLetter.queue),
      handle,
      concurrency,
      visibilityTimeoutS: config.VISIBILITY_TIMEOUT_SECONDS,
      log: deps.log,
      onSettled: ({ outcome }) => deps.metrics.messages.inc({ queue: queue.name, outcome }),
      onPollFailed: () => deps.metrics.pollsFailed.inc({ queue: queue.name }),
    });
  const handleRequest = makeHandleRequest(deps);
  return Promise.all([
    ...requestQueues[config.QUEUES].map((queue) =>
      consumerOf(queue, handleRequest, config.REQUEST_CONCURRENCY),
    ),
    consumerOf(queues.exportChecks, makeHandleCheck(deps), config.CHECK_CONCURRENCY),
  ]);
};
