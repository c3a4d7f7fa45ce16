import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EXECUTION_SCHEMA_VERSION, ExecutionRecord } from '@recordings/reconciliation';
import { makeSdkItemClient } from './item-client.ts';
import { makeDocumentClient } from './make-document-client.ts';
import { queryPages } from './query-pages.ts';
import { makeVersionedTable } from './versioned-table.ts';

export type ExecutionStore = {
  /** A strong read. */
  get(executionId: string): Promise<ExecutionRecord | undefined>;
  /** Writes if the stored revision is the one before `next`'s. @returns whether it was written. */
  put(next: ExecutionRecord): Promise<boolean>;
  /** Pages of all executions, the newest first. Eventual. An item that cannot be read is left out. */
  newest(): AsyncIterable<readonly ExecutionRecord[]>;
};

const PAGE = 50;

export const makeExecutionStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
  readonly newestIndex: string;
}): ExecutionStore => {
  const { dynamodb, table, newestIndex } = deps;
  const items = makeVersionedTable(
    makeSdkItemClient(dynamodb),
    table,
    ExecutionRecord,
    EXECUTION_SCHEMA_VERSION,
  );
  const documents = makeDocumentClient(dynamodb);
  return {
    get: (executionId) => items.get({ executionId }),
    put: (next) => items.put({ executionId: next.executionId }, next),
    newest: async function* () {
      const pages = queryPages(documents, {
        TableName: table,
        IndexName: newestIndex,
        KeyConditionExpression: '#kind = :execution',
        ExpressionAttributeNames: { '#kind': 'kind' },
        ExpressionAttributeValues: { ':execution': 'execution' },
        ScanIndexForward: false,
        Limit: PAGE,
      });
      for await (const page of pages)
        yield page.flatMap((item) => ExecutionRecord.safeParse(item).data ?? []);
    },
  };
};
