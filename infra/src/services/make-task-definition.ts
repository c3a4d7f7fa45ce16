import { Duration, RemovalPolicy, Size, Validations } from 'aws-cdk-lib';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import {
  AwsLogDriverMode,
  Capability,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LinuxParameters,
  LogDrivers,
  OperatingSystemFamily,
  Secret,
  TmpfsMountOption,
} from 'aws-cdk-lib/aws-ecs';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type ISecret, Secret as StoredSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { ServiceSettings, TaskSize } from './service-settings.ts';

/** What a container gets from outside: plain variables, and variables whose values are secrets. */
export type ContainerInput = {
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, ISecret>>;
};

export type TaskDeps = ContainerInput & {
  /** Of the service; names its log group. */
  readonly name: string;
  readonly prefix: string;
  readonly repository: IRepository;
  readonly taskRole: IRole;
  readonly logKey: IKey;
  readonly size: TaskSize;
  readonly settings: Pick<ServiceSettings, 'imageVersion' | 'architecture' | 'logDays'>;
  /** Whether its log stays when the stack is deleted. */
  readonly retain: boolean;
  /** The ports that it listens on. A one-shot task has none, and no health check. */
  readonly ports: readonly number[];
};

/** Seconds. A process exits at most 25 s after SIGTERM (docs/limits.md); then ECS kills it. */
export const STOP_TIMEOUT_S = 30;

/** Makes a task with one container, hardened as in docker-compose.yml. */
export const makeTaskDefinition = (scope: Construct, deps: TaskDeps): FargateTaskDefinition => {
  const { name, prefix, settings, size } = deps;
  const task = new FargateTaskDefinition(scope, 'Task', {
    family: `${prefix}-${name}`,
    cpu: size.cpu,
    memoryLimitMiB: size.memoryMiB,
    taskRole: deps.taskRole,
    runtimePlatform: {
      operatingSystemFamily: OperatingSystemFamily.LINUX,
      cpuArchitecture: settings.architecture === 'ARM64' ? CpuArchitecture.ARM64 : CpuArchitecture.X86_64,
    },
  });
  task.addContainer(name, {
    image: ContainerImage.fromEcrRepository(deps.repository, settings.imageVersion),
    environment: { ...deps.environment },
    secrets: readableBy(scope, task, deps.secrets),
    user: '1000:1000',
    readonlyRootFilesystem: true,
    linuxParameters: hardening(scope),
    stopTimeout: Duration.seconds(STOP_TIMEOUT_S),
    logging: logTo(scope, deps),
    ...(deps.ports.length > 0 && {
      portMappings: deps.ports.map((containerPort) => ({ containerPort })),
      healthCheck,
    }),
  });
  acknowledgeFindings(task);
  return task;
};

const acknowledgeFindings = (task: FargateTaskDefinition): void => {
  Validations.of(task).acknowledge({
    id: 'AwsSolutions::AwsSolutions-ECS2',
    reason:
      'The plain variables are settings: names, limits, addresses. Credentials come from Secrets Manager.',
  });
  Validations.of(task).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason:
      'ecr:GetAuthorizationToken has no resource. The images and secrets that the role reads are named.',
  });
};

/**
 * Lets the task's execution role read the secrets. The secrets and their key are in another stack, which must not depend
 * on this one: so the role gets the permissions, and neither the secrets' policies nor the key's are changed.
 */
const readableBy = (
  scope: Construct,
  task: FargateTaskDefinition,
  secrets: ContainerInput['secrets'],
): Record<string, Secret> => {
  const keyArns = Object.values(secrets).flatMap(({ encryptionKey }) => encryptionKey?.keyArn ?? []);
  if (keyArns.length > 0) {
    task.addToExecutionRolePolicy(
      new PolicyStatement({ actions: ['kms:Decrypt'], resources: [...new Set(keyArns)] }),
    );
  }
  return Object.fromEntries(
    Object.entries(secrets).map(([name, { secretArn }]) => [
      name,
      Secret.fromSecretsManager(StoredSecret.fromSecretCompleteArn(scope, name, secretArn)),
    ]),
  );
};

const healthCheck = {
  command: ['CMD', '/usr/local/bin/node', 'health.js'],
  interval: Duration.seconds(10),
  timeout: Duration.seconds(5),
  retries: 3,
  startPeriod: Duration.seconds(30),
};

/** Of memory; the services write no files. */
const TMP_MIB = 16;

const hardening = (scope: Construct): LinuxParameters => {
  const parameters = new LinuxParameters(scope, 'LinuxParameters');
  parameters.dropCapabilities(Capability.ALL);
  parameters.addTmpfs({
    containerPath: '/tmp',
    size: TMP_MIB,
    mountOptions: [
      TmpfsMountOption.RW,
      TmpfsMountOption.NOSUID,
      TmpfsMountOption.NODEV,
      TmpfsMountOption.NOEXEC,
    ],
  });
  return parameters;
};

/** Not blocking: a log service that does not answer must not stop the recordings. */
const logTo = (scope: Construct, { name, prefix, logKey, settings, retain }: TaskDeps) =>
  LogDrivers.awsLogs({
    streamPrefix: name,
    mode: AwsLogDriverMode.NON_BLOCKING,
    maxBufferSize: Size.mebibytes(16),
    logGroup: new LogGroup(scope, 'Logs', {
      logGroupName: `/${prefix}/${name}`,
      retention: settings.logDays as RetentionDays,
      encryptionKey: logKey,
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    }),
  });
