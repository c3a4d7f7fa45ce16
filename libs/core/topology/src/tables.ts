/** A DynamoDB table as provisioned. Key attributes are strings. `name` is a suffix: see `physicalName`. */
export type TableShape = {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey?: string;
  readonly ttlAttribute?: string;
  readonly indexes: readonly IndexShape[];
};

export type IndexShape = {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  /** Attributes that the index holds beside the keys; `ALL`: the whole item. */
  readonly projection: 'ALL' | readonly string[];
};

/** Sparse: it holds only calls with `reconciliationShard`, so a run of the pooler costs as much as there are pending calls. */
export const reconciliationIndex: IndexShape = {
  name: 'ReconciliationIndex',
  partitionKey: 'reconciliationShard',
  sortKey: 'callTimestamp',
  projection: [
    'callId',
    'tenantId',
    'groupId',
    'callEndTimestamp',
    'hasCdrEnd',
    'cdrEndReceivedAt',
    'createdAt',
    'audioReceivedAt',
    'isDiscovered',
    'reconciliationStatus',
    'reconciliationAttempts',
    'lastReconciliationAt',
    'nextReconciliationAt',
    'reconciliationId',
    'recoverableUntil',
    'listedUntil',
  ],
};

/**
 * Lists one tenant's calls by time: what is missing, given up, quarantined, stored or explained; why, since when, and what
 * happens next. It projects no attribute that every write changes, as `revision`: each change would write the index too.
 */
export const tenantCallsIndex: IndexShape = {
  name: 'TenantCallsIndex',
  partitionKey: 'tenantId',
  sortKey: 'callTimestamp',
  projection: [
    'callId',
    'groupId',
    'callEndTimestamp',
    'lineOfBusiness',
    'durationMs',
    'callStatus',
    'hasCdrEnd',
    'cdrEndReceivedAt',
    'createdAt',
    's3Stored',
    's3StoredAt',
    'ingestionSource',
    'reconciliationStatus',
    'reconciliationAttempts',
    'lastReconciliationAt',
    'nextReconciliationAt',
    'reconciliationId',
    'recoverableUntil',
    'outcome',
    'lastQuarantined',
  ],
};

/** Finds stale reconciliations for the watchdog, and failed ones for operators. */
export const statusIndex: IndexShape = {
  name: 'StatusIndex',
  partitionKey: 'reconciliationStatus',
  sortKey: 'lastUpdated',
  projection: ['tenantId', 'groupId', 'batchId', 'exportJobStatus', 'failureReason'],
};

/** Sparse: the counted hours of which a call changed afterwards. */
export const recountIndex: IndexShape = {
  name: 'RecountIndex',
  partitionKey: 'recountState',
  sortKey: 'hour',
  projection: ['tenantId'],
};

/** Lists the executions of all poolers by time. */
export const newestExecutionsIndex: IndexShape = {
  name: 'NewestIndex',
  partitionKey: 'kind',
  sortKey: 'startedAt',
  projection: 'ALL',
};

export const tables = {
  callRecords: {
    name: 'call-records',
    partitionKey: 'pk',
    sortKey: 'sk',
    indexes: [reconciliationIndex, tenantCallsIndex],
  },
  reconciliations: {
    name: 'reconciliations',
    partitionKey: 'reconciliationId',
    ttlAttribute: 'expiresAtEpochS',
    indexes: [statusIndex],
  },
  /** One partition for each OCP group, by OCP's host: its slots and the windows of all its tenants that wait. Read strongly. */
  exportGroups: { name: 'export-groups', partitionKey: 'pk', sortKey: 'sk', indexes: [] },
  /** How many calls of a tenant started in an hour, by group and list; and which hours a listing of OCP confirms. */
  hourCounts: { name: 'hour-counts', partitionKey: 'pk', sortKey: 'sk', indexes: [recountIndex] },
  /** What each execution of a pooler was asked for and how it ended. */
  executions: {
    name: 'executions',
    partitionKey: 'executionId',
    ttlAttribute: 'expiresAtEpochS',
    indexes: [newestExecutionsIndex],
  },
  /** Claims that expire, and the budget of requests to OCP. */
  coordination: { name: 'coordination', partitionKey: 'id', indexes: [] },
} as const satisfies Record<string, TableShape>;
