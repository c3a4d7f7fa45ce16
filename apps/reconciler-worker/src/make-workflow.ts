import type { SFNClient } from '@aws-sdk/client-sfn';
import { makeExecutions, makeTaskAnswers } from '@recordings/step-functions';
import type { WorkflowPort } from '@recordings/window-recovery';
import type { Config } from './config.ts';
import { isDrivenByWorkflow } from './require-orchestrators.ts';

/** Step Functions as the windows need it. @returns undefined without a state machine. */
export const makeWorkflow = (
  config: Pick<Config, 'ORCHESTRATOR' | 'STATE_MACHINE_ARN'>,
  makeClient: () => SFNClient,
): WorkflowPort | undefined => {
  if (config.STATE_MACHINE_ARN === undefined) return undefined;
  const sfn = makeClient();
  const executions = makeExecutions(sfn, config.STATE_MACHINE_ARN);
  const answers = makeTaskAnswers(sfn);
  return {
    drives: (group) => isDrivenByWorkflow(config, group),
    startExecution: (input) => executions.start(input.reconciliationId, input),
    succeedTask: answers.succeed,
    failTask: answers.fail,
    sendHeartbeat: answers.heartbeat,
  };
};
