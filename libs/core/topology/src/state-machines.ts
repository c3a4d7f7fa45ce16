/** The state machine of Step Functions that drives windows of groups with `orchestrator: step-functions`. A suffix: see `physicalName`. */
export const reconciliationStateMachine = 'reconciliation';
