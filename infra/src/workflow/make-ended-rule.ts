import { endedExecutionsRule, endedExecutionsUndelivered, physicalName } from '@recordings/topology';
import { endedEventsOf, makeExecutionEnded } from '@recordings/workflow';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { makeDeadLetters } from '../services/make-dead-letters.ts';
import type { WorkflowData } from './make-state-machine.ts';

export type EndedRuleDeps = {
  readonly prefix: string;
  readonly stateMachine: StateMachine;
  readonly tasksQueue: WorkflowData['tasksQueue'];
};

/**
 * Makes the rule that tells the workers of an execution that ended: no handler of a state machine sees its own time limit or
 * its end by a person. A worker closes the window if it is open.
 */
export const makeEndedRule = (
  scope: Construct,
  { prefix, stateMachine, tasksQueue }: EndedRuleDeps,
): Rule => {
  const { source, 'detail-type': detailType, detail } = endedEventsOf(stateMachine.stateMachineArn);
  const rule = new Rule(scope, 'Ended', {
    ruleName: physicalName(prefix, endedExecutionsRule),
    description: 'Executions that ended before they closed their windows',
    eventPattern: { source, detailType, detail },
  });
  // By its ARN: the policy of the queue is in the stack of the queue.
  const target = Queue.fromQueueArn(scope, 'Tasks', tasksQueue.queueArn);
  rule.addTarget(
    new SqsQueue(target, {
      message: RuleTargetInput.fromObject(
        makeExecutionEnded((field) => EventField.fromPath(`$.detail.${field}`)),
      ),
      // Events that the queue refused, or did not take for a day. The leases of their windows end anyway.
      deadLetterQueue: makeDeadLetters(scope, {
        id: 'Undelivered',
        prefix,
        name: endedExecutionsUndelivered,
        reason: 'It is the DLQ of the rule.',
      }),
    }),
  );
  return rule;
};
