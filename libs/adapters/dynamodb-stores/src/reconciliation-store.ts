import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type CallId, type ReconciliationId, shifted, type Timestamp } from '@recordings/call-record';
import { Reconciliation, type SettledOutcome, WORKFLOW_SCHEMA_VERSION } from '@recordings/reconciliation';
import { makeSdkItemClient } from './item-client.ts';
import { makeDocumentClient } from './make-document-client.ts';
import { queryPages } from './query-pages.ts';
import { settleCall } from './settle-call.ts';
import { makeVersionedTable } from './versioned-table.ts';

export type ReconciliationStore = {
  /** A strong read. */
  get(id: ReconciliationId): Promise<Reconciliation | undefined>;
  /** Writes if the stored revision is the one before `next`'s. @returns whether it was written. */
  put(next: Reconciliation): Promise<boolean>;
  /**
   * Sets the outcome of one call, if it is still open. It writes without a read, so that downloads do not contend.
   * An outcome that does not say `isAboutTheCall` is about the call.
   *
   * @returns the reconciliation as it was written; undefined if the call was not open.
   */
  settleCall(
    id: ReconciliationId,
    callId: CallId,
    settled: SettledOutcome,
  ): Promise<Reconciliation | undefined>;
  /**
   * Open reconciliations whose last write was before `before` and, if given, after `after`: the oldest first, at most
   * `limit`. Eventual.
   */
  quietSince(before: Timestamp, limit: number, after?: Timestamp): Promise<QuietReconciliation[]>;
};

export type QuietReconciliation = Pick<Reconciliation, 'reconciliationId' | 'groupId' | 'lastUpdated'>;

export const makeReconciliationStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly statusIndex: string;
}): ReconciliationStore => {
  const { dynamodb, table, statusIndex } = deps;
  const documents = makeDocumentClient(dynamodb);
  const sdk = makeSdkItemClient(dynamodb);
  const items = makeVersionedTable(sdk, table, Reconciliation, WORKFLOW_SCHEMA_VERSION);
  return {
    get: (id) => items.get({ reconciliationId: id }),
    put: (next) => items.put({ reconciliationId: next.reconciliationId }, next),
    settleCall: (id, callId, settled) => settleCall(documents, table, id, callId, settled),
    quietSince: async (before, limit, after = START_OF_TIME) => {
      const quiet: QuietReconciliation[] = [];
      const pages = queryPages(documents, {
        TableName: table,
        IndexName: statusIndex,
        KeyConditionExpression: 'reconciliationStatus = :open AND lastUpdated BETWEEN :first AND :last',
        ExpressionAttributeValues: {
          ':open': 'IN_PROGRESS',
          ':first': shifted(after, 1),
          ':last': shifted(before, -1),
        },
        Limit: limit,
      });
      for await (const page of pages) {
        quiet.push(...(page as QuietReconciliation[]));
        if (quiet.length >= limit) break;
      }
      return quiet
        .slice(0, limit)
        .map(({ reconciliationId, groupId, lastUpdated }) => ({ reconciliationId, groupId, lastUpdated }));
    },
  };
};

const START_OF_TIME: Timestamp = '2000-01-01T00:00:00.000Z';
