import { commonConfig } from '@recordings/service';
import type { Template } from '../cost/read-deployment.ts';
import type { Limits } from './estimate-scale.ts';

type Properties = Readonly<Record<string, unknown>>;
type Tasks = { readonly vcpus: number; readonly memoryMB: number; readonly environment: Environment };
type Environment = Readonly<Record<string, unknown>>;

const CPU_UNITS = 1_024;
const SECONDS_OF_MINUTE = 60;
/** Resident memory of an idle pooler: see docs/docker.md. */
const IDLE_POOLER_MB = 144;

/** What a stage has at most, by its templates and the defaults of the services. */
export const readLimits = (templates: readonly Template[]): Limits => {
  const api = readTasks(templates, 'IngestionApi');
  const downloader = readTasks(templates, 'downloader');
  const { environment } = downloader;
  const perPeriod =
    Number(environment['OCP_MAX_REQUESTS']) / Number(environment['OCP_REQUEST_PERIOD_SECONDS']);
  return {
    ocpRequestsPerMinute: perPeriod * SECONDS_OF_MINUTE,
    indexShards: commonConfig.RECONCILIATION_SHARDS.parse(undefined),
    apiVcpus: api.vcpus,
    downloaderVcpus: downloader.vcpus,
    poolerMemoryMB: readTasks(templates, 'Pooler').memoryMB - IDLE_POOLER_MB,
  };
};

/** The tasks of a service: CPU of as many as autoscaling allows, memory and environment of one. */
const readTasks = (templates: readonly Template[], service: string): Tasks => {
  const propertiesOf = (type: string): Properties[] =>
    templates
      .flatMap(({ Resources }) => Object.entries(Resources))
      .filter(([id, { Type }]) => Type === type && id.startsWith(service))
      .map(([, { Properties }]) => Properties ?? {});
  const [task] = propertiesOf('AWS::ECS::TaskDefinition');
  if (!task) throw new Error(`the stage has no task of ${service}`);
  const most = Number(propertiesOf('AWS::ApplicationAutoScaling::ScalableTarget')[0]?.['MaxCapacity'] ?? 1);
  const [container] = task['ContainerDefinitions'] as readonly {
    readonly Environment: readonly { readonly Name: string; readonly Value: unknown }[];
  }[];
  return {
    vcpus: (Number(task['Cpu']) / CPU_UNITS) * most,
    memoryMB: Number(task['Memory']),
    environment: Object.fromEntries(container!.Environment.map(({ Name, Value }) => [Name, Value])),
  };
};
