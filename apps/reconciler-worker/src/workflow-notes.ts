import type { NoteTable } from '@recordings/service';
import type { RecoveryEvent } from '@recordings/window-recovery';
import type { ReconcilerMetrics } from './reconciler-metrics.ts';

/** What each event of executions of Step Functions becomes. */
export const makeWorkflowNotes = (metrics: Pick<ReconcilerMetrics, 'workflowTasks' | 'executionsEnded'>) =>
  ({
    workflow_task_done: {
      level: 'info',
      message: 'task of the state machine answered',
      count: ({ kind, outcome }) => metrics.workflowTasks.inc({ kind, outcome }),
    },
    workflow_answer_refused: {
      level: 'warn',
      message: 'answer not taken: the execution waits for the task no longer',
      count: ({ kind }) => metrics.workflowTasks.inc({ kind, outcome: 'refused' }),
    },
    workflow_execution_ended: {
      level: ({ isClosedNow }) => (isClosedNow ? 'error' : 'info'),
      message: 'execution of the state machine ended',
      count: ({ status, isClosedNow }) => {
        if (isClosedNow) metrics.executionsEnded.inc({ status });
      },
    },
  }) satisfies Partial<NoteTable<RecoveryEvent>>;
