export { makeHandleCallback } from './callbacks/handle-callback.ts';
export { CLOCK_TOLERANCE_MS } from './clock-tolerance.ts';
export { makeHandleCheck } from './handle-check.ts';
export { makeHandleRequest } from './handle-request.ts';
export type { RecoveryDeps, WorkflowPort } from './recovery-deps.ts';
export type { RecoveryEvent } from './recovery-event.ts';
export { makeWatch } from './watch.ts';
export { makeHandleWorkflowMessage } from './workflow/handle-workflow-message.ts';
