import {
  newestExecutionsIndex,
  queues,
  reconciliationIndex,
  recountIndex,
  replayBucket,
  statusIndex,
  tenantCallsIndex,
} from '@recordings/topology';
import { REGISTRY_PARAMETER, readsRegistry } from '../object-grants.ts';
import type { ServiceGrants } from '../service-grants.ts';

/**
 * The requirement's list for the pooler (Query, GetItem, UpdateItem, Publish), and what its own rules need: it writes items on
 * the condition of their revision, alone (PutItem) or several in one request (PartiQLUpdate), keeps windows that it could not publish, and reports changes.
 */
export const pooler = (): ServiceGrants => ({
  tables: [
    { table: 'callRecords', actions: ['GetItem', 'BatchGetItem', 'PutItem', 'PartiQLUpdate'] },
    { table: 'reconciliations', actions: ['GetItem'] },
    { table: 'coordination', actions: ['GetItem', 'PutItem'] },
    { table: 'hourCounts', actions: ['GetItem', 'PutItem', 'Query'] },
    { table: 'executions', actions: ['GetItem', 'PutItem'] },
  ],
  indexes: [
    { table: 'callRecords', index: reconciliationIndex },
    { table: 'callRecords', index: tenantCallsIndex },
    { table: 'reconciliations', index: statusIndex },
    { table: 'hourCounts', index: recountIndex },
    { table: 'executions', index: newestExecutionsIndex },
  ],
  drains: [],
  sendsTo: [queues.audit.name],
  publishesTo: ['reconciliationEvents'],
  objects: [readsRegistry, { bucket: replayBucket, actions: ['Put'] }],
  parameters: [REGISTRY_PARAMETER],
});
