import { AnyPrincipal, Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { TopicName, Topics } from '../data/make-topics.ts';
import { type DeployedApp, grantsOf, type TaskRoles } from './make-task-roles.ts';

/** Denies Publish to every principal but the services that publish to the topic. */
export const restrictPublishers = (topics: Topics, roles: TaskRoles, operatorRole: Role): void => {
  for (const [name, topic] of Object.entries(topics)) {
    const publishers = Object.entries(grantsOf)
      .filter(([, grants]) => grants([]).publishesTo.includes(name as TopicName))
      .flatMap(([app]) => [roles[app as DeployedApp], ...(app === 'ops' ? [operatorRole] : [])])
      .map(({ roleArn }) => roleArn);
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'PublishOnlyByServices',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': publishers } },
      }),
    );
  }
};
