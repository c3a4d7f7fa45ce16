const group = (name: string, tenant: string) => ({
  name,
  tenant,
  lineOfBusiness: { default: 'sales' },
  recording: { enabled: true },
  credentials: `${tenant}-ocp`,
  exportProfile: 'any',
});

/** Two tenants, three groups; OCP keeps recordings for 60 days. */
export const registryFile = {
  version: 1,
  tenants: [
    { id: 'acme', name: 'Acme' },
    { id: 'bolt', name: 'Bolt' },
  ],
  linesOfBusiness: [{ id: 'sales', name: 'Sales' }],
  exportProfiles: {
    any: {
      minRangeMinutes: 0,
      maxRangeMinutes: 2880,
      alignMinutes: 0,
      runningJobsPerGroup: 'unbounded',
      jobLifeMinutes: 1440,
      selectsBy: 'start',
      settleMinutes: 0,
    },
  },
  groups: [group('Acme_EN', 'acme'), group('Acme_ES', 'acme'), group('Bolt_EN', 'bolt')],
};
