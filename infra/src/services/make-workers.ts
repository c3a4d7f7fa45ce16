import { physicalName, queues } from '@recordings/topology';
import type { SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Cluster, FargateService } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import type { Network } from '../network/make-network-stack.ts';
import { archiverInput, downloaderInput, type InputDeps, reconcilerInput } from './container-input.ts';
import type { SecurityGroups } from './make-security-groups.ts';
import { makeService } from './make-service.ts';
import { type ContainerInput, makeTaskDefinition, type TaskDeps } from './make-task-definition.ts';
import { type Backlog, scaleByBacklog } from './scale-by-backlog.ts';
import type { DeployedApp } from './service-data.ts';
import { priorities, type TaskRange, type TaskSize } from './service-settings.ts';
import { usefulTasks } from './useful-tasks.ts';

export type WorkerDeps = {
  readonly network: Network;
  readonly cluster: Cluster;
  readonly groups: SecurityGroups;
  readonly input: InputDeps;
  readonly taskOf: (app: DeployedApp, name: string, size: TaskSize, input: ContainerInput) => TaskDeps;
};

/** A service that drains queues. */
type Worker = {
  readonly app: DeployedApp;
  readonly name: string;
  readonly size: TaskSize;
  readonly input: ContainerInput;
  readonly subnets: SubnetSelection;
  readonly tasks: TaskRange;
  readonly backlogs: readonly Backlog[];
};

/** Makes the services that drain queues. @returns them by their names. */
export const makeWorkers = (stack: Construct, deps: WorkerDeps): Readonly<Record<string, FargateService>> =>
  Object.fromEntries(
    [...reconcilers(deps), downloader(deps), archiver(deps)].map((worker) => [
      worker.name,
      makeWorker(stack, deps, worker),
    ]),
  );

const makeWorker = (stack: Construct, deps: WorkerDeps, worker: Worker): FargateService => {
  const scope = new Construct(stack, worker.name);
  const task = deps.taskOf(worker.app, worker.name, worker.size, worker.input);
  const service = makeService(scope, {
    serviceName: worker.name,
    cluster: deps.cluster,
    taskDefinition: makeTaskDefinition(scope, task),
    subnets: worker.subnets,
    securityGroup: deps.groups.workers,
  });
  scaleByBacklog(service, deps.cluster, worker.tasks, worker.backlogs);
  return service;
};

const windowQueues = {
  high: queues.reconciliationHigh,
  normal: queues.reconciliationNormal,
  low: queues.reconciliationLow,
} as const;

/** Every worker drains the checks and the tasks of executions. The pool for urgent windows grows with them, because it may have most tasks. */
const reconcilers = ({ input, network }: WorkerDeps): Worker[] => {
  const { ocp, reconcilerWorker: own } = input.settings;
  const useful = usefulTasks(ocp, { concurrency: own.concurrency, secondsPerRequest: ocp.timeoutMs / 1000 });
  const backlogOf = ({ name }: { readonly name: string }): Backlog => ({
    queueName: physicalName(input.prefix, name),
    perTask: own.backlogPerTask,
  });
  return priorities.map((priority) => ({
    app: 'reconciler-worker',
    name: `reconciler-worker-${priority}`,
    size: own.size,
    input: reconcilerInput(input, priority),
    subnets: network.ocpSubnets,
    tasks: cap(own.tasks[priority], useful),
    backlogs: [
      backlogOf(windowQueues[priority]),
      ...(priority === 'high' ? [queues.exportChecks, queues.workflowTasks].map(backlogOf) : []),
    ],
  }));
};

const downloader = ({ input, network }: WorkerDeps): Worker => {
  const { ocp, downloader: own } = input.settings;
  const useful = usefulTasks(ocp, {
    concurrency: own.concurrency,
    secondsPerRequest: own.secondsPerDownload,
  });
  return {
    app: 'downloader',
    name: 'downloader',
    size: own.size,
    input: downloaderInput(input),
    subnets: network.ocpSubnets,
    tasks: cap(own.tasks, useful),
    backlogs: [queues.downloadsHigh, queues.downloads].map(({ name }) => ({
      queueName: physicalName(input.prefix, name),
      perTask: own.backlogPerTask,
    })),
  };
};

const archiver = ({ input, network }: WorkerDeps): Worker => {
  const { archiver: own } = input.settings;
  return {
    app: 'archiver',
    name: 'archiver',
    size: own.size,
    input: archiverInput(input),
    subnets: network.awsOnlySubnets,
    tasks: own.tasks,
    backlogs: [{ queueName: physicalName(input.prefix, queues.audit.name), perTask: own.backlogPerTask }],
  };
};

const cap = ({ min, max }: TaskRange, useful: number): TaskRange => ({
  min: Math.min(min, useful),
  max: Math.min(max, useful),
});
