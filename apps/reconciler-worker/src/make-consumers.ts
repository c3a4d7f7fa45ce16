import type { SQSClient } from '@aws-sdk/client-sqs';
import { makeQueueConsumer, resolveQueueUrl } from '@recordings/messaging';
import { limitParallel } from '@recordings/ocp-access';
import { OcpAnswerError, type OcpGate } from '@recordings/reconciliation';
import type { Logger } from '@recordings/service';
import { physicalName, queues, type WorkQueueShape } from '@recordings/topology';
import {
  type makeHandleCallback,
  makeHandleCheck,
  makeHandleRequest,
  makeHandleWorkflowMessage,
  type RecoveryDeps,
} from '@recordings/window-recovery';
import type { Config } from './config.ts';
import { makeCallbackHandler } from './make-callback-handler.ts';
import type { ReconcilerMetrics } from './reconciler-metrics.ts';

const requestQueues = {
  high: [queues.reconciliationHigh],
  normal: [queues.reconciliationNormal],
  low: [queues.reconciliationLow],
  all: [queues.reconciliationHigh, queues.reconciliationNormal, queues.reconciliationLow],
} as const;

/** A receiver of results that is slow holds up other results only. */
const CALLBACK_CONCURRENCY = 2;

type ConsumerTools = { readonly metrics: ReconcilerMetrics; readonly gate: OcpGate; readonly log: Logger };

/** Makes the consumers of this worker: of the window queues that it drains, of the checks that every worker does, and of results. */
export const makeConsumers = async (
  config: Config,
  sqs: SQSClient,
  deps: () => RecoveryDeps,
  tools: ConsumerTools,
) => {
  const consumerOf = makeConsumerOf(config, sqs, tools);
  const { handleRequest, handleCheck, handleWorkflow } = makeHandlers(deps);
  return Promise.all([
    ...requestQueues[config.QUEUES].map((queue) =>
      consumerOf(queue, handleRequest, config.REQUEST_CONCURRENCY),
    ),
    consumerOf(queues.exportChecks, handleCheck, config.CHECK_CONCURRENCY),
    ...workflowQueues(deps()).map((queue) => consumerOf(queue, handleWorkflow, config.CHECK_CONCURRENCY)),
    ...callbackQueues(config).map((queue) =>
      consumerOf(queue, makeCallbackHandler(config, deps), CALLBACK_CONCURRENCY),
    ),
  ]);
};

const makeConsumerOf = (config: Config, sqs: SQSClient, { metrics, gate, log }: ConsumerTools) => {
  const urlOf = (name: string): Promise<string> =>
    resolveQueueUrl(sqs, physicalName(config.RESOURCE_PREFIX, name));
  return async (
    queue: WorkQueueShape,
    handle: ReturnType<typeof makeHandleCallback>,
    concurrency: number,
  ) => ({
    queue: queue.name,
    consumer: makeQueueConsumer({
      sqs,
      queueUrl: await urlOf(queue.name),
      deadLetterQueueUrl: await urlOf(queue.deadLetter.queue),
      handle: limitParallel(handle, () => gate.parallelism(concurrency)),
      concurrency,
      visibilityTimeoutS: config.VISIBILITY_TIMEOUT_SECONDS,
      idlePauseMs: config.IDLE_PAUSE_SECONDS * 1_000,
      log,
      onSettled: ({ outcome }) => metrics.messages.inc({ queue: queue.name, outcome }),
      onPollFailed: () => metrics.pollsFailed.inc({ queue: queue.name }),
      isOurSetUp: (fault) => !(fault instanceof OcpAnswerError),
      onPaused: (code) => metrics.paused.inc({ queue: queue.name, code }),
    }),
  });
};

/** Without allowed hosts no result is posted. */
const callbackQueues = ({ CALLBACK_HOSTS }: Config): WorkQueueShape[] =>
  CALLBACK_HOSTS.length === 0 ? [] : [queues.callbacks];

/** Without a state machine there are no tasks. */
const workflowQueues = ({ workflow }: RecoveryDeps): WorkQueueShape[] =>
  workflow ? [queues.workflowTasks] : [];

/** A message uses one version of the registry: the one that is in use when it begins. */
const makeHandlers = (deps: () => RecoveryDeps) => {
  const handleRequest: ReturnType<typeof makeHandleRequest> = (...message) =>
    makeHandleRequest(deps())(...message);
  const handleCheck: ReturnType<typeof makeHandleCheck> = (...message) => makeHandleCheck(deps())(...message);
  const handleWorkflow: ReturnType<typeof makeHandleWorkflowMessage> = (...message) => {
    const { workflow, ...others } = deps();
    if (!workflow) throw new Error('a task of Step Functions without a state machine');
    return makeHandleWorkflowMessage({ ...others, workflow })(...message);
  };
  return { handleRequest, handleCheck, handleWorkflow };
};
