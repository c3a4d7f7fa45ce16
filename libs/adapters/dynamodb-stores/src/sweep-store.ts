import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type GroupKey, SWEEP_SCHEMA_VERSION, SweepCheckpoint } from '@recordings/reconciliation';
import type { ItemChange } from './change-item.ts';
import { type Key, makeSdkItemClient } from './item-client.ts';
import { makeVersionedTable } from './versioned-table.ts';

export type SweepStore = {
  /** A strong read. */
  get(group: GroupKey): Promise<SweepCheckpoint | undefined>;
  /** Changes the checkpoint of a group in one write, on the condition of the revision that was read. */
  change<R>(group: GroupKey, change: ItemChange<SweepCheckpoint, R>): Promise<R>;
};

/** No id contains `#`. */
const itemKey = ({ tenantId, groupId }: GroupKey): Key => ({ id: `sweep#${tenantId}#${groupId}` });

export const makeSweepStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): SweepStore => {
  const checkpoints = makeVersionedTable(
    makeSdkItemClient(deps.dynamodb),
    deps.table,
    SweepCheckpoint,
    SWEEP_SCHEMA_VERSION,
  );
  return {
    get: (group) => checkpoints.get(itemKey(group)),
    change: (group, change) => checkpoints.change(itemKey(group), change),
  };
};
