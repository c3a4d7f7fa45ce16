/** A DynamoDB table as provisioned: every attribute is a string; names are suffixes behind the environment's prefix. */
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
  /** Attributes beside the keys; `ALL` copies the item. */
  readonly projection: 'ALL' | readonly string[];
};

/** Sparse: only calls that carry `reconciliationShard` are in it, so a run costs what is pending. */
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
    'isDiscovered',
    'reconciliationStatus',
    'reconciliationAttempts',
    'lastReconciliationAt',
    'nextReconciliationAt',
    'reconciliationId',
    'recoverableUntil',
  ],
};

/** Serves look-ups of one tenant's calls by time. */
export const tenantCallsIndex: IndexShape = {
  name: 'TenantCallsIndex',
  partitionKey: 'tenantId',
  sortKey: 'callTimestamp',
  projection: ['callId', 'groupId', 'callStatus', 's3Stored', 'reconciliationStatus', 'lineOfBusiness'],
};

/** Serves the watchdog (stale reconciliations) and the operator's view of failed ones. */
export const statusIndex: IndexShape = {
  name: 'StatusIndex',
  partitionKey: 'reconciliationStatus',
  sortKey: 'lastUpdated',
  projection: ['tenantId', 'groupId', 'batchId', 'exportJobStatus', 'failureReason'],
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
  /** One partition a group: its export slots and the windows that wait for one. Read strongly. */
  exportGroups: { name: 'export-groups', partitionKey: 'pk', sortKey: 'sk', indexes: [] },
  /** Expiring claims and the request budget toward OCP. */
  coordination: { name: 'coordination', partitionKey: 'id', indexes: [] },
} as const satisfies Record<string, TableShape>;
