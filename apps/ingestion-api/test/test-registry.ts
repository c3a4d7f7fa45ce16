import { makeRegistryFile } from '@recordings/test-kit';

/** Two tenants. Acme's group has an app of another line of business. */
export const registryFile = makeRegistryFile(
  { name: 'Acme_EN', tenant: 'acme', lineOfBusiness: { default: 'sales', byApp: { ClaimsApp: 'claims' } } },
  { name: 'Bolt_EN', tenant: 'bolt', lineOfBusiness: { default: 'claims' } },
);
