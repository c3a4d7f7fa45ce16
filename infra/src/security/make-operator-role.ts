import { physicalName } from '@recordings/topology';
import { AccountRootPrincipal, ArnPrincipal, CompositePrincipal, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DataSettings } from '../settings/schemas/data-schema.ts';
import { acknowledgeKeys } from './acknowledge-keys.ts';
import { operator } from './roles/ops.ts';
import { type Resources, statementsOf } from './statements-of.ts';

/** A variable of IAM's policies. */
const variable = (name: string): string => `$\{${name}}`;

/**
 * A session has the name of who takes the role: of the IAM user, or of the session that takes it, as IAM Identity Center
 * names it. Otherwise one person could act under two names, and approve what they proposed.
 */
const namedAfterCaller = [
  { StringEquals: { 'sts:RoleSessionName': variable('aws:username') } },
  { StringLike: { 'aws:userid': `*:${variable('sts:RoleSessionName')}` } },
];

/** Makes the role of people who run the command line of operators from a workstation. */
export const makeOperatorRole = (
  scope: Construct,
  resources: Resources,
  linesOfBusiness: readonly string[],
  operators: DataSettings['operators'],
): Role => {
  const role = new Role(scope, 'operator', {
    roleName: physicalName(resources.prefix, 'operator'),
    description: 'What people may do by the command line of operators',
    assumedBy: new CompositePrincipal(
      ...namedAfterCaller.flatMap((conditions) =>
        principalsOf(operators).map((principal) => principal.withConditions(conditions)),
      ),
    ),
  });
  const granted = operator(linesOfBusiness);
  for (const statement of statementsOf(granted, resources)) role.addToPolicy(statement);
  for (const { bucket, keys = '*' } of granted.objects) {
    if (keys.includes('*')) acknowledgeKeys(role, resources.buckets.get(bucket)!, keys, REASON);
  }
  return role;
};

const REASON = 'A person names the call when they act, so the policy cannot list the keys.';

const principalsOf = (arns: readonly string[] | undefined): (ArnPrincipal | AccountRootPrincipal)[] =>
  arns === undefined
    ? [new AccountRootPrincipal()] // Then the policies of this account's own principals decide.
    : arns.map((arn) => new ArnPrincipal(arn));
