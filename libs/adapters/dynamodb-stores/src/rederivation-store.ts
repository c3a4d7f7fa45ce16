import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RederivationJob } from '@recordings/call-record';
import type { GroupKey } from '@recordings/reconciliation';
import type { ItemChange } from './change-item.ts';
import { type Key, makeSdkItemClient } from './item-client.ts';
import { makeVersionedTable } from './versioned-table.ts';

export type RederivationStore = {
  /** A strong read of the newest job of a group. */
  get(group: GroupKey): Promise<RederivationJob | undefined>;
  /** Changes the job of a group in one write, on the condition of the revision that was read. */
  change<R>(group: GroupKey, change: ItemChange<RederivationJob, R>): Promise<R>;
};

/** No id contains `#`. */
const itemKey = ({ tenantId, groupId }: GroupKey): Key => ({ id: `rederivation#${tenantId}#${groupId}` });

export const makeRederivationStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): RederivationStore => {
  const jobs = makeVersionedTable(makeSdkItemClient(deps.dynamodb), deps.table, RederivationJob);
  return {
    get: (group) => jobs.get(itemKey(group)),
    change: (group, change) => jobs.change(itemKey(group), change),
  };
};
