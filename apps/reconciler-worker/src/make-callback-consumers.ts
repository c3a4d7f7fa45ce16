import type { SQSClient } from '@aws-sdk/client-sqs';
import { makeQueueConsumer, resolveQueueUrl } from '@recordings/messaging';
import { makePostCallback } from '@recordings/ocp-client';
import type { Logger } from '@recordings/service';
import { physicalName, queues } from '@recordings/topology';
import { makeHandleCallback, type RecoveryDeps } from '@recordings/window-recovery';
import type { Config } from './config.ts';
import type { ReconcilerMetrics } from './reconciler-metrics.ts';

/** A receiver that is slow holds up other results only. */
const CONCURRENCY = 2;

type CallbackTools = { readonly metrics: ReconcilerMetrics; readonly log: Logger };

/** Makes the consumer of results that are to be posted. Without allowed hosts there is none. */
export const makeCallbackConsumers = (
  config: Config,
  sqs: SQSClient,
  deps: () => RecoveryDeps,
  tools: CallbackTools,
) => (config.CALLBACK_HOSTS.length === 0 ? [] : [makeConsumer(config, sqs, deps, tools)]);

const makeConsumer = async (
  config: Config,
  sqs: SQSClient,
  deps: () => RecoveryDeps,
  { metrics, log }: CallbackTools,
) => {
  const { name, deadLetter } = queues.callbacks;
  const urlOf = (queue: string): Promise<string> =>
    resolveQueueUrl(sqs, physicalName(config.RESOURCE_PREFIX, queue));
  const postCallback = makePostCallback({
    allowedHosts: config.CALLBACK_HOSTS,
    privateHosts: config.OCP_PRIVATE_HOSTS,
    timeoutMs: config.CALLBACK_TIMEOUT_SECONDS * 1_000,
  });
  const handle: ReturnType<typeof makeHandleCallback> = (...message) =>
    makeHandleCallback({ ...deps(), postCallback, callbackAttempts: config.CALLBACK_ATTEMPTS })(...message);
  const consumer = makeQueueConsumer({
    sqs,
    queueUrl: await urlOf(name),
    deadLetterQueueUrl: await urlOf(deadLetter.queue),
    handle,
    concurrency: CONCURRENCY,
    visibilityTimeoutS: config.VISIBILITY_TIMEOUT_SECONDS,
    idlePauseMs: config.IDLE_PAUSE_SECONDS * 1_000,
    log,
    onSettled: ({ outcome }) => metrics.messages.inc({ queue: name, outcome }),
    onPollFailed: () => metrics.pollsFailed.inc({ queue: name }),
    onPaused: (code) => metrics.paused.inc({ queue: name, code }),
  });
  return { queue: name, consumer };
};
