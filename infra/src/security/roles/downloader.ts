import { queues, tenantCallsIndex } from '@recordings/topology';
import { OCP_SECRET } from '../../data/make-secrets.ts';
import { REGISTRY_PARAMETER, readsRegistry, storesRecordings } from '../object-grants.ts';
import type { ServiceGrants } from '../service-grants.ts';

export const downloader = (linesOfBusiness: readonly string[]): ServiceGrants => ({
  tables: [
    { table: 'callRecords', actions: ['GetItem', 'PutItem'] },
    { table: 'reconciliations', actions: ['GetItem', 'UpdateItem'] },
    { table: 'coordination', actions: ['GetItem', 'PutItem'] },
  ],
  indexes: [],
  scans: [{ table: 'callRecords', index: tenantCallsIndex }],
  drains: [queues.downloadsHigh.name, queues.downloads.name],
  sendsTo: [queues.exportChecks.name, queues.audit.name],
  publishesTo: ['recordingEvents'],
  stateMachine: ['SendTaskHeartbeat'],
  objects: [readsRegistry, ...storesRecordings(linesOfBusiness)],
  parameters: [REGISTRY_PARAMETER],
  secrets: [OCP_SECRET],
});
