import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { WorkflowData } from '../workflow/make-state-machine.ts';

/** The apps that run on ECS, by their folders in `apps/`. */
export const deployedApps = [
  'ingestion-api',
  'reconciler-worker',
  'downloader',
  'archiver',
  'pooler',
  'ops',
] as const;
export type DeployedApp = (typeof deployedApps)[number];

/** What the services need of the stack that holds the data. */
export type ServiceData = {
  readonly roles: Readonly<Record<DeployedApp, IRole>>;
  /** Where the services read the registry: a path or an `s3://` address. */
  readonly registryFile: string;
  /** Of the key that encrypts every object. */
  readonly bucketKeyArn: string;
  /** What the state machine uses. */
  readonly workflow: WorkflowData;
  readonly topicArns: { readonly reconciliationEvents: string; readonly recordingEvents: string };
  readonly secrets: {
    readonly ingestionCredentials: ISecret;
    readonly poolerCredentials: ISecret;
    readonly piiHashKey: ISecret;
  };
};
