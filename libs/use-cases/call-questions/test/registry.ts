import { parseRegistry } from '@recordings/call-record';

export const registry = parseRegistry({
  version: 1,
  tenants: [{ id: 'acme', name: 'Acme' }],
  linesOfBusiness: [{ id: 'cards', name: 'Cards' }],
  exportProfiles: {
    spec: {
      minRangeMinutes: 0,
      maxRangeMinutes: 2_880,
      alignMinutes: 0,
      runningJobsPerGroup: 'unbounded',
      jobLifeMinutes: 1_440,
      selectsBy: 'start',
      settleMinutes: 0,
    },
  },
  groups: ['Acme_EN', 'Acme_ES'].map((name) => ({
    name,
    tenant: 'acme',
    lineOfBusiness: { default: 'cards' },
    recording: { enabled: true },
    credentials: 'acme-ocp',
    exportProfile: 'spec',
  })),
});
