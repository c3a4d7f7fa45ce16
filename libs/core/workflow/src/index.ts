export type { StateMachine, WorkflowResources } from './asl.ts';
export { workflowContracts } from './contracts.ts';
export { defineStateMachine, EXECUTION_TIMEOUT_S } from './define-state-machine.ts';
export { ExecutionInput, executionInputOf, isExecutionName } from './execution-input.ts';
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
  ExecutionEnded,
  WORKFLOW_MESSAGE_VERSION,
  WorkflowMessage,
  WorkflowTask,
  type WorkflowTaskOf,
} from './workflow-message.ts';
