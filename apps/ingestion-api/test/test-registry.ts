import { makeRegistryFile } from '@recordings/test-kit';

/** The tests report fixed times in the past. OCP still keeps the recordings of then, so these times are possible. */
const retentionDays = 3_650;

/** Two tenants. Acme's group has an app of another line of business. */
export const registryFile = makeRegistryFile(
  {
    name: 'Acme_EN',
    tenant: 'acme',
    lineOfBusiness: { default: 'sales', byApp: { ClaimsApp: 'claims' } },
    retentionDays,
  },
  { name: 'Bolt_EN', tenant: 'bolt', lineOfBusiness: { default: 'claims' }, retentionDays },
);
