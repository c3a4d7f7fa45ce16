import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Repository, TagMutability, TagStatus } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';
import { type DeployedApp, deployedApps } from './service-data.ts';

export type ImagesStackProps = StackProps & {
  readonly prefix: string;
  /** Whether the images stay when the stack is deleted. */
  readonly retain: boolean;
};

const UNTAGGED_DAYS = 7;
/** Enough to go back by many releases. */
const KEPT_VERSIONS = 50;

export const repositoryName = (prefix: string, app: DeployedApp): string => `${prefix}/${app}`;

/** Makes a repository in ECR for each app. Its images must be pushed before the services are deployed. */
export const makeImagesStack = (scope: Construct, id: string, props: ImagesStackProps): Stack => {
  const { prefix, retain, ...stackProps } = props;
  const stack = new Stack(scope, id, stackProps);
  for (const app of deployedApps) {
    new Repository(stack, app, {
      repositoryName: repositoryName(prefix, app),
      imageTagMutability: TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      lifecycleRules: [
        { tagStatus: TagStatus.UNTAGGED, maxImageAge: Duration.days(UNTAGGED_DAYS) },
        { tagStatus: TagStatus.ANY, maxImageCount: KEPT_VERSIONS },
      ],
    });
  }
  return stack;
};
