import type { ReconciliationId } from '@recordings/call-record';
import type { TaskError, WorkflowTask } from '@recordings/workflow';

/** What is reported of the executions of Step Functions. */
export type WorkflowEvent =
  | {
      readonly type: 'workflow_task_done';
      readonly kind: WorkflowTask['kind'];
      readonly reconciliationId: ReconciliationId;
      /** `OK`, or the name of the error. */
      readonly outcome: 'OK' | TaskError;
    }
  /** The execution waits for the task no longer: it ended, or repeated the task, or has the answer. */
  | {
      readonly type: 'workflow_answer_refused';
      readonly kind: WorkflowTask['kind'];
      readonly reconciliationId: ReconciliationId;
    }
  /** An execution ended and handled nothing. The worker closed its window. */
  | {
      readonly type: 'workflow_execution_ended';
      readonly reconciliationId: ReconciliationId;
      readonly status: string;
      /** False if the window was closed before. */
      readonly isClosedNow: boolean;
    };
