import type { RegistryGroup } from '@recordings/call-record';
import { ConfigurationError } from '@recordings/service';
import type { Config } from './config.ts';

type OrchestratorConfig = Pick<Config, 'ORCHESTRATOR' | 'STATE_MACHINE_ARN'>;
type OrchestratedGroup = Pick<
  RegistryGroup,
  'name' | 'tenant' | 'orchestrator' | 'exportProfile' | 'exportConstraints'
>;

/** Whether Step Functions drives the new windows of a group. */
export const isDrivenByWorkflow = (
  { ORCHESTRATOR }: Pick<Config, 'ORCHESTRATOR'>,
  { orchestrator = ORCHESTRATOR }: Pick<RegistryGroup, 'orchestrator'>,
): boolean => orchestrator === 'step-functions';

/**
 * @throws {ConfigurationError} if Step Functions should drive a group and there is no state machine, or the export profile of the
 * group merges windows: an execution has one window and its own job.
 */
export const requireOrchestrators = (
  config: OrchestratorConfig,
  groups: readonly OrchestratedGroup[],
): void => {
  const driven = groups.filter((group) => isDrivenByWorkflow(config, group));
  const say = (some: readonly OrchestratedGroup[]): string =>
    some.map(({ name, tenant, exportProfile }) => `${name} of ${tenant} (${exportProfile})`).join('; ');
  if (driven.length > 0 && config.STATE_MACHINE_ARN === undefined)
    throw new ConfigurationError(`STATE_MACHINE_ARN is required by the orchestrator of: ${say(driven)}`);
  const merging = driven.filter(
    ({ exportConstraints }) => exportConstraints.runningJobsPerGroup !== 'unbounded',
  );
  if (merging.length === 0) return;
  const expected =
    'needs an export profile with runningJobsPerGroup "unbounded"; set their orchestrator to "sqs"';
  throw new ConfigurationError(`the orchestrator "step-functions" ${expected}: ${say(merging)}`);
};
