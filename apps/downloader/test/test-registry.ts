import { makeRegistryFile } from '@recordings/test-kit';

/** Two tenants, each with credentials of its own at OCP. */
export const registryFile = makeRegistryFile(
  { name: 'Acme_EN', tenant: 'acme' },
  { name: 'Bolt_EN', tenant: 'bolt' },
);
