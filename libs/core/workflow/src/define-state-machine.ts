import type { StateMachine, WorkflowResources } from './asl.ts';
import { makeDownloadStates } from './states/download-states.ts';
import { makeEndStates } from './states/end-states.ts';
import { makeExportStates } from './states/export-states.ts';

/** Seconds: four hours, as the requirement documents say. */
export const EXECUTION_TIMEOUT_S = 14_400;

/**
 * Defines the state machine that recovers one window, in Amazon States Language (JSONPath). Its input is an
 * `ExecutionInput`. It asks OCP nothing itself: workers do, by messages with a task token.
 */
export const defineStateMachine = (resources: WorkflowResources): StateMachine => ({
  Comment: 'Recovers the recordings of one window of missing calls through an export job of OCP',
  StartAt: 'Initialize',
  TimeoutSeconds: EXECUTION_TIMEOUT_S,
  States: {
    ...makeExportStates(resources),
    ...makeDownloadStates(resources),
    ...makeEndStates(resources),
  },
});
