import { type Catcher, RETRY_OTHERS, type Retrier, type State, type WorkflowResources } from './asl.ts';
import { WORKFLOW_MESSAGE_VERSION } from './message-version.ts';
import type { TaskError } from './task-error.ts';
import type { WorkflowTask } from './workflow-message.ts';

/** Fields of the message. A name that ends in `.$` is a path. */
type Fields = Readonly<Record<string, string>>;

type WorkerTask = {
  readonly comment: string;
  readonly kind: WorkflowTask['kind'];
  readonly fields: Fields;
  /** The worker may hold the message back while OCP is paused or refuses us, so this is more than OCP's time. */
  readonly timeoutSeconds: number;
  readonly heartbeatSeconds?: number;
  readonly retry?: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  readonly resultPath?: string;
} & ({ readonly next: string } | { readonly end: true });

export const ALREADY_CLOSED = 'ReconciliationAlreadyClosed';
const CLOSED: TaskError = 'ReconciliationClosedError';

/** Fields of tasks about the group of the window. */
export const GROUP_FIELDS: Fields = { 'tenantId.$': '$.input.tenantId', 'groupId.$': '$.input.groupId' };

/** A window that was closed by its lease is not ended again. Inside a branch the parallel state catches this error. */
export const catchClosed: Catcher = { ErrorEquals: [CLOSED], ResultPath: '$.error', Next: ALREADY_CLOSED };

/** A task of a worker: a message with a token in the queue, which the worker answers when it is done. */
export const makeWorkerTask = (
  { tasksQueueUrl }: Pick<WorkflowResources, 'tasksQueueUrl'>,
  {
    comment,
    kind,
    fields,
    timeoutSeconds,
    heartbeatSeconds,
    retry = [],
    catchers,
    resultPath,
    ...then
  }: WorkerTask,
): State => ({
  Type: 'Task',
  Comment: comment,
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: {
    QueueUrl: tasksQueueUrl,
    MessageBody: {
      version: WORKFLOW_MESSAGE_VERSION,
      kind,
      'taskToken.$': '$$.Task.Token',
      'executionId.$': '$$.Execution.Id',
      'reconciliationId.$': '$.input.reconciliationId',
      ...fields,
    },
  },
  TimeoutSeconds: timeoutSeconds,
  ...(heartbeatSeconds !== undefined && { HeartbeatSeconds: heartbeatSeconds }),
  ...(resultPath !== undefined && { ResultPath: resultPath }),
  Retry: [{ ErrorEquals: [CLOSED], MaxAttempts: 0 }, ...retry, RETRY_OTHERS],
  ...(catchers.length > 0 && { Catch: catchers }),
  ...('next' in then ? { Next: then.next } : { End: true }),
});
