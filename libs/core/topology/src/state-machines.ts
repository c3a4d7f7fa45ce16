/** The state machine of Step Functions that drives windows of groups with `orchestrator: step-functions`. A suffix: see `physicalName`. */
export const reconciliationStateMachine = 'reconciliation';
/** The rule of EventBridge that sends executions that ended unhandled to the queue `workflow-tasks`. A suffix, too. */
export const endedExecutionsRule = 'workflow-ended';
/** The DLQ of that rule: what the queue did not take. Only a deployment has it. */
export const endedExecutionsUndelivered = 'workflow-ended-undelivered';
