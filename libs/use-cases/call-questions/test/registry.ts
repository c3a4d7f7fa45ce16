import { parseRegistry } from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';

export const registry = parseRegistry(
  makeRegistryFile({ name: 'Acme_EN', tenant: 'acme' }, { name: 'Acme_ES', tenant: 'acme' }),
);
