import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startProvisionedAws } from '@recordings/local-aws';
import { physicalName, tables } from '@recordings/topology';

/** A DynamoDB for a contract suite, with the topology's tables, all of them empty. */
export type DynamodbTarget = {
  readonly dynamodb: DynamoDBClient;
  readonly tableNames: Readonly<Record<keyof typeof tables, string>>;
  stop(): Promise<void>;
};

export type StartDynamodb = () => Promise<DynamodbTarget>;

/** Starts an embedded DynamoDB for one suite. */
export const startEmbeddedDynamodb: StartDynamodb = async () => {
  const { clients, prefix, stop } = await startProvisionedAws();
  const named = (table: keyof typeof tables): string => physicalName(prefix, tables[table].name);
  return {
    dynamodb: clients.dynamodb,
    tableNames: {
      callRecords: named('callRecords'),
      reconciliations: named('reconciliations'),
      exportGroups: named('exportGroups'),
      coordination: named('coordination'),
    },
    stop,
  };
};
