/** A registry for tests: two tenants, one group that is not recorded. */
export const registryFile = {
  version: 1,
  tenants: [
    { id: 'acme', name: 'Acme' },
    { id: 'bolt', name: 'Bolt' },
  ],
  linesOfBusiness: [
    { id: 'cards', name: 'Cards' },
    { id: 'loans', name: 'Loans' },
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
      lineOfBusiness: { default: 'cards', byApp: { Mortgage: 'loans' } },
      recording: { enabled: true },
      credentials: 'acme-ocp',
      exportProfile: 'omilia',
    },
    {
      name: 'Bolt_Chat',
      tenant: 'bolt',
      lineOfBusiness: { default: 'loans' },
      recording: { enabled: false },
      credentials: 'bolt-ocp',
      exportProfile: 'omilia',
    },
  ],
};
