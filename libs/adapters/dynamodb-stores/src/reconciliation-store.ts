import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CallId, ReconciliationId, Timestamp } from '@recordings/call-record';
import { Reconciliation, type SettledOutcome } from '@recordings/reconciliation';
import {
  type ItemChange,
  makeDocumentClient,
  makeVersionedTable,
  queryPages,
  wasWritten,
} from './versioned-table.ts';

export type ReconciliationStore = {
  /** A strong read. */
  get(id: ReconciliationId): Promise<Reconciliation | undefined>;
  change<R>(id: ReconciliationId, change: ItemChange<Reconciliation, R>): Promise<R>;
  /** Settles one call, if it is still open: a field of its own, so that downloads do not contend. @returns whether it was open. */
  settleCall(id: ReconciliationId, callId: CallId, settled: SettledOutcome): Promise<boolean>;
  /** Ids of open reconciliations that nobody has written to since `before`. Eventual; at most `limit`. */
  quietSince(before: Timestamp, limit: number): Promise<ReconciliationId[]>;
};

export const makeReconciliationStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly statusIndex: string;
}): ReconciliationStore => {
  const { table, statusIndex } = deps;
  const documents = makeDocumentClient(deps.dynamodb);
  const items = makeVersionedTable(documents, table, Reconciliation);
  return {
    get: (id) => items.get({ reconciliationId: id }),
    change: (id, change) => items.change({ reconciliationId: id }, change),
    settleCall: (id, callId, settled) =>
      wasWritten(
        documents.send(
          new UpdateCommand({
            TableName: table,
            Key: { reconciliationId: id },
            // The revision moves with it, so that a change decided from the outcomes before this one is not written.
            UpdateExpression:
              'SET calls.#call.#outcome = :outcome, calls.#call.#code = :code, calls.#call.#message = :message, ' +
              'calls.#call.isAboutTheCall = :about ADD #revision :one',
            ConditionExpression: 'calls.#call.#outcome = :open',
            ExpressionAttributeNames: {
              '#call': callId,
              '#outcome': 'outcome',
              '#code': 'code',
              '#message': 'message',
              '#revision': 'revision',
            },
            ExpressionAttributeValues: {
              ':outcome': settled.outcome,
              ':code': settled.code ?? 'STORED',
              ':message': settled.message ?? '',
              ':about': settled.isAboutTheCall ?? true,
              ':open': 'open',
              ':one': 1,
            },
          }),
        ),
      ),
    quietSince: async (before, limit) => {
      const ids: ReconciliationId[] = [];
      const pages = queryPages(documents, {
        TableName: table,
        IndexName: statusIndex,
        KeyConditionExpression: 'reconciliationStatus = :open AND lastUpdated < :before',
        ExpressionAttributeValues: { ':open': 'IN_PROGRESS', ':before': before },
        Limit: limit,
      });
      for await (const page of pages) {
        ids.push(...page.map((item) => item['reconciliationId'] as ReconciliationId));
        if (ids.length >= limit) break;
      }
      return ids.slice(0, limit);
    },
  };
};
