import { makeRegistryFile } from '@recordings/test-kit';

/**
 * Acme's group has one running job at a time, in whole hours; of Bolt's every window has a job of its own. Both have
 * the OCP group `Shared`.
 */
const groups = [
  { name: 'Acme_EN', tenant: 'acme', exportProfile: 'omilia' },
  { name: 'Shared', tenant: 'acme', exportProfile: 'omilia' },
  { name: 'Shared', tenant: 'bolt', exportProfile: 'omilia' },
] as const;
const bolt = { name: 'Bolt_EN', tenant: 'bolt' } as const;

export const registryFile = makeRegistryFile(...groups, bolt);

/** The same, with Step Functions for Bolt's group. */
export const drivenRegistryFile = makeRegistryFile(...groups, { ...bolt, orchestrator: 'step-functions' });
