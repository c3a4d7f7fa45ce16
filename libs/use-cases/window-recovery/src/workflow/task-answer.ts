import type { TaskError } from '@recordings/workflow';
import type { RecoveryDeps, WorkflowPort } from '../recovery-deps.ts';

/** What a worker answers to a task of an execution. */
export type TaskAnswer =
  | { readonly kind: 'succeed'; readonly output: object }
  | { readonly kind: 'fail'; readonly error: TaskError; readonly cause: string }
  /** It cannot be done now. The execution goes on waiting, and the message comes again. */
  | { readonly kind: 'later'; readonly delayMs: number }
  /** Another worker answers it, or an event does later. */
  | { readonly kind: 'none' };

/** What the tasks of executions need. */
export type WorkflowDeps = RecoveryDeps & { readonly workflow: WorkflowPort };

export const fail = (error: TaskError, cause: string): TaskAnswer => ({ kind: 'fail', error, cause });
