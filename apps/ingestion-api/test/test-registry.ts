/** Two tenants. Acme's group has an app of another line of business. */
export const registryFile = {
  version: 1,
  tenants: [
    { id: 'acme', name: 'Acme' },
    { id: 'bolt', name: 'Bolt' },
  ],
  linesOfBusiness: [
    { id: 'sales', name: 'Sales' },
    { id: 'claims', name: 'Claims' },
  ],
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
      name: 'Acme_EN',
      tenant: 'acme',
      lineOfBusiness: { default: 'sales', byApp: { ClaimsApp: 'claims' } },
      recording: { enabled: true },
      credentials: 'acme-ocp',
      exportProfile: 'omilia',
    },
    {
      name: 'Bolt_EN',
      tenant: 'bolt',
      lineOfBusiness: { default: 'claims' },
      recording: { enabled: true },
      credentials: 'bolt-ocp',
      exportProfile: 'omilia',
    },
  ],
};
