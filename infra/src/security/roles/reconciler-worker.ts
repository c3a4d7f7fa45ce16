import {
  quarantineBucket,
  queues,
  reconciliationFailures,
  statusIndex,
  tenantCallsIndex,
  topics,
} from '@recordings/topology';
import { OCP_SECRET } from '../../data/make-secrets.ts';
import { REGISTRY_PARAMETER, readsRegistry } from '../object-grants.ts';
import type { ServiceGrants } from '../service-grants.ts';

/** It never touches audio. Exported events that cannot be recorded go to quarantine. */
export const reconcilerWorker = (): ServiceGrants => ({
  tables: [
    { table: 'callRecords', actions: ['GetItem', 'BatchGetItem', 'PutItem'] },
    { table: 'reconciliations', actions: ['GetItem', 'PutItem'] },
    { table: 'exportGroups', actions: ['GetItem', 'PutItem', 'DeleteItem', 'Query'] },
    { table: 'coordination', actions: ['GetItem', 'PutItem'] },
    { table: 'hourCounts', actions: ['PutItem'] },
  ],
  indexes: [
    { table: 'callRecords', index: tenantCallsIndex },
    { table: 'reconciliations', index: statusIndex },
  ],
  drains: [
    queues.reconciliationHigh.name,
    queues.reconciliationNormal.name,
    queues.reconciliationLow.name,
    queues.exportChecks.name,
    queues.callbacks.name,
    queues.workflowTasks.name,
  ],
  explains: Object.values(topics).map(({ undelivered }) => undelivered),
  sendsTo: [queues.downloadsHigh.name, queues.downloads.name, reconciliationFailures, queues.audit.name],
  publishesTo: [],
  stateMachine: ['StartExecution', 'SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'],
  objects: [readsRegistry, { bucket: quarantineBucket, actions: ['Get', 'Put', 'List'], keys: 'events/*' }],
  parameters: [REGISTRY_PARAMETER],
  secrets: [OCP_SECRET],
});
