import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { endedRuleArnOf } from './arns.ts';

/** Lets the rule for executions that ended send to the queue of the state machine's tasks, and no other rule. */
export const admitEndedRule = (queue: Queue, prefix: string): void => {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': endedRuleArnOf(queue, prefix) } },
    }),
  );
};
