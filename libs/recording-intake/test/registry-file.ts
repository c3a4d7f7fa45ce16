/** One recorded group of one tenant. */
export const registryFile = {
  version: 1,
  tenants: [{ id: 'acme', name: 'Acme' }],
  linesOfBusiness: [{ id: 'sales', name: 'Sales' }],
  exportProfiles: {
    omilia: {
      minRangeMinutes: 60,
      maxRangeMinutes: 2880,
      alignMinutes: 60,
      runningJobsPerGroup: 1,
      jobLifeMinutes: 1440,
      selectsBy: 'unknown',
      settleMinutes: 0,
    },
  },
  groups: [
    {
      name: 'Sales',
      tenant: 'acme',
      lineOfBusiness: { default: 'sales' },
      recording: { enabled: true },
      credentials: 'acme-ocp',
      exportProfile: 'omilia',
    },
  ],
};
