import { Construct } from 'constructs';
import { makeEndedRule } from './make-ended-rule.ts';
import { makeStateMachine, type StateMachineDeps } from './make-state-machine.ts';

/** Makes the state machine and the rule for its executions that end unhandled. @returns the ARN of the state machine. */
export const makeOrchestrator = (stack: Construct, deps: StateMachineDeps): string => {
  const scope = new Construct(stack, 'Workflow');
  const stateMachine = makeStateMachine(scope, deps);
  makeEndedRule(scope, { prefix: deps.prefix, stateMachine, tasksQueue: deps.data.tasksQueue });
  return stateMachine.stateMachineArn;
};
