import { makeRegistryFile } from '@recordings/test-kit';

/**
 * Acme's group has one running job at a time, in whole hours; of Bolt's every window has a job of its own. Both have
 * the OCP group `Shared`.
 */
export const registryFile = makeRegistryFile(
  { name: 'Acme_EN', tenant: 'acme', exportProfile: 'omilia' },
  { name: 'Bolt_EN', tenant: 'bolt' },
  { name: 'Shared', tenant: 'acme', exportProfile: 'omilia' },
  { name: 'Shared', tenant: 'bolt', exportProfile: 'omilia' },
);
