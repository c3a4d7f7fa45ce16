import { makeRegistryFile } from '@recordings/test-kit';

/** Two tenants, three groups; OCP keeps recordings for 60 days. */
export const registryFile = makeRegistryFile(
  { name: 'Acme_EN', tenant: 'acme' },
  { name: 'Acme_ES', tenant: 'acme' },
  { name: 'Bolt_EN', tenant: 'bolt' },
);
