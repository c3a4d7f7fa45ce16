import type { RegistryGroup } from '@recordings/call-record';
import { ConfigurationError } from '@recordings/service';
import { EXECUTION_TIMEOUT_S } from '@recordings/workflow';
import type { Config } from './config.ts';

type OrchestratorConfig = Pick<
  Config,
  'ORCHESTRATOR' | 'STATE_MACHINE_ARN' | 'POLL_DELAY_SECONDS' | 'MAX_POLLS'
>;
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
 * @throws {ConfigurationError} if Step Functions should drive a group and there is no state machine, its polls take longer than an
 * execution may, or the export profile of the group merges windows: an execution has one window and its own job.
 */
export const requireOrchestrators = (
  config: OrchestratorConfig,
  groups: readonly OrchestratedGroup[],
): void => {
  const driven = groups.filter((group) => isDrivenByWorkflow(config, group));
  if (driven.length === 0) return;
  if (config.STATE_MACHINE_ARN === undefined)
    throw new ConfigurationError(`STATE_MACHINE_ARN is required by the orchestrator of: ${say(driven)}`);
  requireShortPolls(config, driven);
  const merging = driven.filter(
    ({ exportConstraints }) => exportConstraints.runningJobsPerGroup !== 'unbounded',
  );
  if (merging.length === 0) return;
  const expected =
    'needs an export profile with runningJobsPerGroup "unbounded"; set their orchestrator to "sqs"';
  throw new ConfigurationError(`the orchestrator "step-functions" ${expected}: ${say(merging)}`);
};

/** An execution waits POLL_DELAY_SECONDS before each poll. */
const requireShortPolls = (
  { POLL_DELAY_SECONDS, MAX_POLLS }: OrchestratorConfig,
  driven: readonly OrchestratedGroup[],
): void => {
  if (POLL_DELAY_SECONDS * MAX_POLLS < EXECUTION_TIMEOUT_S) return;
  const is = `POLL_DELAY_SECONDS times MAX_POLLS is ${POLL_DELAY_SECONDS} s times ${MAX_POLLS}`;
  const expected = `expected less than ${EXECUTION_TIMEOUT_S} s: an execution of Step Functions ends then`;
  throw new ConfigurationError(`${is}, ${expected}, of: ${say(driven)}`);
};

const say = (some: readonly OrchestratedGroup[]): string =>
  some.map(({ name, tenant, exportProfile }) => `${name} of ${tenant} (${exportProfile})`).join('; ');
