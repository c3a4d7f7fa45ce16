import { auditBucket, queues } from '@recordings/topology';
import type { ServiceGrants } from '../service-grants.ts';

export const archiver = (): ServiceGrants => ({
  tables: [
    { table: 'callRecords', actions: ['GetItem', 'BatchGetItem'] },
    { table: 'hourCounts', actions: ['UpdateItem'] },
  ],
  indexes: [],
  drains: [queues.audit.name, queues.analytics.name],
  sendsTo: [],
  publishesTo: [],
  objects: [{ bucket: auditBucket, actions: ['Put', 'Get', 'List'] }],
});
