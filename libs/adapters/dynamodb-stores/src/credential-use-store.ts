import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Timestamp } from '@recordings/call-record';
import { type CredentialName, CredentialUse, recordUse } from '@recordings/reconciliation';
import { type Key, makeSdkItemClient } from './item-client.ts';
import { makeVersionedTable } from './versioned-table.ts';

export type CredentialUseStore = {
  /** Keeps a use, unless one of the last hour is kept. */
  record(name: CredentialName, usedAt: Timestamp): Promise<void>;
  /** A strong read. */
  get(name: CredentialName): Promise<CredentialUse | undefined>;
};

/** JSON, so that two names never give the same key. */
const itemKey = ({ service, credential, key }: CredentialName): Key => ({
  id: `credential-use#${JSON.stringify([service, credential, key])}`,
});

export const makeCredentialUseStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): CredentialUseStore => {
  const uses = makeVersionedTable(makeSdkItemClient(deps.dynamodb), deps.table, CredentialUse);
  return {
    record: (name, usedAt) => uses.change(itemKey(name), recordUse(name, usedAt)),
    get: (name) => uses.get(itemKey(name)),
  };
};
