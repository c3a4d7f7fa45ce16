import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startProvisionedAws } from '@recordings/local-aws';
import { makeSignedHttp } from '@recordings/signed-http';
import { startVerifyingProxy, type VerifyingProxy } from '@recordings/test-kit';
import { physicalName, tables } from '@recordings/topology';
import type { SignedHttp } from '../src/signed-dynamodb.ts';

/** A DynamoDB for a contract suite, with the topology's tables, all of them empty. */
export type DynamodbTarget = {
  readonly dynamodb: DynamoDBClient;
  /** How call records are read and written. Without it the SDK does. */
  readonly signedHttp?: SignedHttp;
  /** For call records that were written last. Without it each change reads first. */
  readonly recentBytes?: number;
  /** Whether changes of one moment share requests. Without it each has its own. */
  readonly joinsWrites?: boolean;
  readonly tableNames: Readonly<Record<keyof typeof tables, string>>;
  stop(): Promise<void>;
};

export type StartDynamodb = () => Promise<DynamodbTarget>;

/** Starts an embedded DynamoDB for one suite. */
export const startEmbeddedDynamodb: StartDynamodb = async () => {
  const { clients, prefix, stop } = await startProvisionedAws();
  return targetOf(clients.dynamodb, prefix, stop);
};

const targetOf = (dynamodb: DynamoDBClient, prefix: string, stop: () => Promise<void>): DynamodbTarget => {
  const named = (table: keyof typeof tables): string => physicalName(prefix, tables[table].name);
  return {
    dynamodb,
    tableNames: {
      callRecords: named('callRecords'),
      reconciliations: named('reconciliations'),
      exportGroups: named('exportGroups'),
      coordination: named('coordination'),
      hourCounts: named('hourCounts'),
      executions: named('executions'),
    },
    stop,
  };
};

export const SIGNED_LIMITS = { connectionTimeoutMs: 2_000, silenceTimeoutMs: 2_500, maxConnections: 50 };

const SECRET = 'a-secret-of-tests';

/** The same, by signed requests without the SDK, behind a proxy that refuses a wrong signature. */
export const startSignedDynamodb = async (): Promise<DynamodbTarget & { readonly proxy: VerifyingProxy }> => {
  const local = await startProvisionedAws();
  const { endpoint, ...config } = local.aws.clientConfig.dynamodb;
  const proxy = await startVerifyingProxy(String(endpoint), SECRET);
  const dynamodb = new DynamoDBClient({
    ...config,
    endpoint: proxy.url,
    credentials: { accessKeyId: 'local', secretAccessKey: SECRET },
  });
  const stop = async (): Promise<void> => {
    await proxy.stop();
    await local.stop();
  };
  return {
    ...targetOf(dynamodb, local.prefix, stop),
    signedHttp: makeSignedHttp(SIGNED_LIMITS),
    proxy,
  };
};
