import { queues, tenantCallsIndex } from '@recordings/topology';
import { REGISTRY_PARAMETER, readsRegistry, storesRecordings } from '../object-grants.ts';
import type { ServiceGrants } from '../service-grants.ts';

export const ingestionApi = (linesOfBusiness: readonly string[]): ServiceGrants => ({
  tables: [
    { table: 'callRecords', actions: ['GetItem', 'BatchGetItem', 'PutItem'] },
    { table: 'hourCounts', actions: ['GetItem', 'Query'] },
    // When each API key was used last.
    { table: 'coordination', actions: ['GetItem', 'PutItem'], ids: 'credential-use#*' },
  ],
  indexes: [{ table: 'callRecords', index: tenantCallsIndex }],
  drains: [],
  sendsTo: [queues.audit.name],
  publishesTo: ['recordingEvents'],
  objects: [readsRegistry, ...storesRecordings(linesOfBusiness)],
  parameters: [REGISTRY_PARAMETER],
});
