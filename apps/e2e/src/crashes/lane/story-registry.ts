import { makeRegistryFile } from '@recordings/test-kit';
import { GROUP, TENANT } from './lane-settings.ts';

const registry = makeRegistryFile({ name: GROUP, tenant: TENANT, exportProfile: 'omilia' });
const { omilia } = registry.exportProfiles;

/** The registry of all lanes: one group that OCP allows one running job. */
export const storyRegistry = {
  ...registry,
  // A call that only a listing names has no known end. With `unknown` its export would cover the hours of other stories.
  exportProfiles: { omilia: { ...omilia, selectsBy: 'start' } },
};

export const LINES_OF_BUSINESS: readonly string[] = registry.linesOfBusiness.map(({ id }) => id);
