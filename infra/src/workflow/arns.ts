import { endedExecutionsRule, physicalName, reconciliationStateMachine } from '@recordings/topology';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * The ARN of the state machine, by its name: the roles of the workers and the alarms are in other stacks, of which one is
 * deployed before it.
 */
export const stateMachineArnOf = (scope: Construct, prefix: string): string =>
  Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: physicalName(prefix, reconciliationStateMachine),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** The ARN of the rule for executions that ended, by its name: the policy of the queue is deployed before it. */
export const endedRuleArnOf = (scope: Construct, prefix: string): string =>
  Stack.of(scope).formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: physicalName(prefix, endedExecutionsRule),
  });
