import { makeRegistryFile } from '@recordings/test-kit';

/** Two tenants, each with credentials of its own at OCP. One group has an OCP that gives links. */
export const registryFile = makeRegistryFile(
  { name: 'Acme_EN', tenant: 'acme' },
  { name: 'Bolt_EN', tenant: 'bolt' },
  { name: 'Acme_Linked', tenant: 'acme', exportProfile: 'linked' },
);
