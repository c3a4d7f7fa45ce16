type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> };
/** The part of a CloudFormation template that is read here. */
export type Template = { readonly Resources: Readonly<Record<string, Resource>> };

type PolledQueues = {
  /** By a consumer that pauses between two polls of an idle queue. */
  readonly withPauses: number;
  readonly withoutPauses: number;
};

/** What one task of a service polls, by the beginning of the service's name: its own queue, the checks and the tasks of executions; both kinds of downloads; audit and analytics. */
const QUEUES_OF_TASK: readonly (PolledQueues & { readonly service: string })[] = [
  { service: 'reconciler-worker', withPauses: 3, withoutPauses: 0 },
  { service: 'downloader', withPauses: 2, withoutPauses: 0 },
  { service: 'archiver', withPauses: 0, withoutPauses: 2 },
];

/** What costs by the hour or the month, whether there are calls or not. */
export type Deployment = {
  /** Of all services together, with the fewest tasks that autoscaling keeps. */
  readonly tasks: number;
  readonly vcpus: number;
  readonly memoryGb: number;
  /** Queues times the tasks that poll them. */
  readonly polledQueues: PolledQueues;
  readonly natGateways: number;
  /** Interface endpoints times zones. */
  readonly endpointZones: number;
  /** Of the load balancer in each zone and of each NAT gateway. */
  readonly publicIps: number;
  readonly kmsKeys: number;
  readonly secrets: number;
  readonly cronTask: { readonly vcpus: number; readonly memoryGb: number };
};

/** Reads from the templates of one stage what it keeps running. */
export const readDeployment = (templates: readonly Template[]): Deployment => {
  const resources = templates.flatMap(({ Resources }) => Object.entries(Resources));
  const all = (type: string) => resources.filter(([, { Type }]) => Type === type);
  const services = all('AWS::ECS::Service').map(([id]) => serviceTasks(id, resources));
  const natGateways = all('AWS::EC2::NatGateway').length;
  const interfaces = all('AWS::EC2::VPCEndpoint').filter(([, { Properties }]) => Properties?.['SubnetIds']);
  const balancers = all('AWS::ElasticLoadBalancingV2::LoadBalancer');
  return {
    tasks: sum(services, ({ tasks }) => tasks),
    vcpus: sum(services, ({ tasks, vcpus }) => tasks * vcpus),
    memoryGb: sum(services, ({ tasks, memoryGb }) => tasks * memoryGb),
    polledQueues: {
      withPauses: sum(services, ({ tasks, polled }) => tasks * (polled?.withPauses ?? 0)),
      withoutPauses: sum(services, ({ tasks, polled }) => tasks * (polled?.withoutPauses ?? 0)),
    },
    natGateways,
    endpointZones: sum(interfaces, ([, { Properties }]) => listOf(Properties?.['SubnetIds']).length),
    publicIps: natGateways + sum(balancers, ([, { Properties }]) => listOf(Properties?.['Subnets']).length),
    kmsKeys: all('AWS::KMS::Key').length,
    secrets: all('AWS::SecretsManager::Secret').length,
    cronTask: sizeOf(scheduledTask(resources)),
  };
};

type Entry = readonly [string, Resource];

const serviceTasks = (id: string, resources: readonly Entry[]) => {
  const service = resources.find(([name]) => name === id)![1];
  const { Ref } = service.Properties!['TaskDefinition'] as { Ref: string };
  const target = resources.find(
    ([, { Type, Properties }]) =>
      Type === 'AWS::ApplicationAutoScaling::ScalableTarget' &&
      JSON.stringify(Properties!['ResourceId']).includes(`"${id}"`),
  )!;
  const task = resources.find(([name]) => name === Ref)![1];
  const name = String(service.Properties!['ServiceName']);
  const polled = QUEUES_OF_TASK.find((queues) => name.startsWith(queues.service));
  return { tasks: Number(target[1].Properties!['MinCapacity']), polled, ...sizeOf(task) };
};

const scheduledTask = (resources: readonly Entry[]): Resource => {
  const schedule = resources.find(([, { Type }]) => Type === 'AWS::Scheduler::Schedule')![1];
  const target = schedule.Properties!['Target'] as {
    readonly EcsParameters: { readonly TaskDefinitionArn: { readonly Ref: string } };
  };
  return resources.find(([name]) => name === target.EcsParameters.TaskDefinitionArn.Ref)![1];
};

const sizeOf = ({ Properties }: Resource) => ({
  vcpus: Number(Properties!['Cpu']) / 1_024,
  memoryGb: Number(Properties!['Memory']) / 1_024,
});

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
