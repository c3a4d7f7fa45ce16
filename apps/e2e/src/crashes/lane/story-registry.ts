import type { Orchestrator } from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import { GROUP, TENANT } from './lane-settings.ts';

/** The registry of all lanes: one group that OCP allows one running job or, as Step Functions needs it, one for each window. */
export const makeStoryRegistry = (orchestrator: Orchestrator) => {
  const registry = makeRegistryFile({ name: GROUP, tenant: TENANT, exportProfile: 'omilia', orchestrator });
  const { omilia } = registry.exportProfiles;
  const runningJobsPerGroup = orchestrator === 'sqs' ? 1 : 'unbounded';
  return {
    ...registry,
    // A call that only a listing names has no known end. With `unknown` its export would cover the hours of other stories.
    exportProfiles: { omilia: { ...omilia, runningJobsPerGroup, selectsBy: 'start' } },
  };
};

export const LINES_OF_BUSINESS: readonly string[] = makeStoryRegistry('sqs').linesOfBusiness.map(
  ({ id }) => id,
);
