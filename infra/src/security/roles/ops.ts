import {
  auditBucket,
  deadLetterQueues,
  newestExecutionsIndex,
  quarantineBucket,
  queues,
  reconciliationIndex,
  replayBucket,
  tenantCallsIndex,
} from '@recordings/topology';
import { recordingBuckets } from '../../data/make-buckets.ts';
import { INGESTION_SECRET, OCP_SECRET, POOLER_SECRET } from '../../data/make-secrets.ts';
import { REGISTRY_PARAMETER, readsRegistry } from '../object-grants.ts';
import type { ServiceGrants } from '../service-grants.ts';

/**
 * What the commands of operators do. They read and change call records, orders about requests to OCP and dead letters, store bytes
 * that a person accepts, and keep each action. They delete no object. Proposals and their approvals are for persons only: see
 * `operator`. `doctor` looks at more, and needs a role that may read everything.
 */
export const ops = (linesOfBusiness: readonly string[]): ServiceGrants => ({
  tables: [
    { table: 'callRecords', actions: ['GetItem', 'BatchGetItem', 'PutItem'] },
    { table: 'coordination', actions: ['GetItem', 'PutItem'] },
    { table: 'hourCounts', actions: ['GetItem', 'Query'] },
    { table: 'executions', actions: ['GetItem'] },
    { table: 'exportGroups', actions: ['Query'] },
  ],
  indexes: [
    { table: 'callRecords', index: reconciliationIndex },
    { table: 'callRecords', index: tenantCallsIndex },
    { table: 'executions', index: newestExecutionsIndex },
  ],
  drains: deadLetterQueues.map(({ name }) => name),
  measures: [...Object.values(queues), ...deadLetterQueues].map(({ name }) => name),
  sendsTo: Object.values(queues).map(({ name }) => name),
  publishesTo: ['reconciliationEvents', 'recordingEvents'],
  objects: [
    readsRegistry,
    { bucket: auditBucket, actions: ['Get', 'List'] },
    { bucket: auditBucket, actions: ['Put'], keys: 'actions/*' },
    { bucket: replayBucket, actions: ['Get', 'Put', 'List'] },
    ...[...recordingBuckets(linesOfBusiness), quarantineBucket].map((bucket) => ({
      bucket,
      actions: ['Get', 'Put', 'AbortUpload', 'List'] as const,
    })),
  ],
  parameters: [REGISTRY_PARAMETER],
  secrets: [INGESTION_SECRET, POOLER_SECRET],
});

/**
 * What a person does from a workstation: the same, proposals, approvals of what another person proposed, new API keys, and probes
 * of OCP. A proposal of a task would name the task, so its own author could approve it. A task would print a new key into its
 * log, and lose the files of a probe.
 */
export const operator = (linesOfBusiness: readonly string[]): ServiceGrants => {
  const grants = ops(linesOfBusiness);
  const proposals = ['proposed', 'approved'].map((part) => ({
    bucket: auditBucket,
    actions: ['Put'] as const,
    keys: `proposals/*/${part}.json`,
  }));
  return {
    ...grants,
    objects: [...grants.objects, ...proposals],
    secrets: [...(grants.secrets ?? []), OCP_SECRET],
    changesSecrets: [INGESTION_SECRET, POOLER_SECRET],
  };
};
