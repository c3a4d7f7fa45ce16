import { physicalName } from '@recordings/topology';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledgeKeys } from './acknowledge-keys.ts';
import { archiver } from './roles/archiver.ts';
import { downloader } from './roles/downloader.ts';
import { ingestionApi } from './roles/ingestion-api.ts';
import { ops } from './roles/ops.ts';
import { pooler } from './roles/pooler.ts';
import { reconcilerWorker } from './roles/reconciler-worker.ts';
import type { ServiceGrants } from './service-grants.ts';
import { type Resources, statementsOf } from './statements-of.ts';

/** The grants of each app that runs on ECS, by its folder in `apps/`. */
export const grantsOf = {
  'ingestion-api': ingestionApi,
  pooler,
  'reconciler-worker': reconcilerWorker,
  downloader,
  archiver,
  ops,
} as const satisfies Record<string, (linesOfBusiness: readonly string[]) => ServiceGrants>;

export type DeployedApp = keyof typeof grantsOf;
export type TaskRoles = Readonly<Record<DeployedApp, Role>>;

/** Makes a role for each app, without permissions. Policies of other resources name them. */
export const makeTaskRoles = (scope: Construct, prefix: string): TaskRoles =>
  Object.fromEntries(
    Object.keys(grantsOf).map((app) => [app, makeTaskRole(scope, app, physicalName(prefix, app))]),
  ) as TaskRoles;

const makeTaskRole = (scope: Construct, app: string, roleName: string): Role =>
  new Role(scope, app, {
    roleName,
    description: `What tasks of ${app} may do`,
    assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
      // A task of another account cannot use the role.
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  });

/** Gives each role what its app does, and nothing else. */
export const grantToTaskRoles = (
  roles: TaskRoles,
  linesOfBusiness: readonly string[],
  resources: Resources,
): void => {
  for (const [app, grants] of Object.entries(grantsOf)) {
    const role = roles[app as DeployedApp];
    const granted = grants(linesOfBusiness);
    for (const statement of statementsOf(granted, resources)) role.addToPolicy(statement);
    for (const { bucket, keys = '*' } of granted.objects) {
      if (keys.includes('*')) acknowledgeKeys(role, resources.buckets.get(bucket)!, keys, REASON);
    }
  }
};

const REASON = 'The service makes the keys of its objects while it runs, so the policy cannot list them.';
