export type { StateMachine, WorkflowResources } from './asl.ts';
export { workflowContracts } from './contracts.ts';
export { defineStateMachine, EXECUTION_TIMEOUT_S } from './define-state-machine.ts';
export {
  ENDED_EVENT_FIELDS,
  ExecutionEnded,
  endedEventsOf,
  makeExecutionEnded,
} from './execution-ended.ts';
export { ExecutionInput, executionInputOf, isExecutionName } from './execution-input.ts';
export { WORKFLOW_MESSAGE_VERSION } from './message-version.ts';
export { EndOutput, type PreparedEnd, prepareEnd } from './prepare-end.ts';
export { TaskError } from './task-error.ts';
export {
  CheckedStatus,
  DownloadOutput,
  ExportJobOutput,
  MetadataOutput,
  StatusOutput,
} from './task-output.ts';
export {
  WorkflowMessage,
  WorkflowTask,
  type WorkflowTaskOf,
} from './workflow-message.ts';
