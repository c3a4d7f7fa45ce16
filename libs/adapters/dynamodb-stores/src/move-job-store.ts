import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { MoveJob } from '@recordings/call-record';
import type { ItemChange } from './change-item.ts';
import { makeSdkItemClient } from './item-client.ts';
import { makeVersionedTable } from './versioned-table.ts';

export type MoveJobStore = {
  /** Changes the job in one write, on the condition of the revision that was read. */
  change<R>(change: ItemChange<MoveJob, R>): Promise<R>;
};

export const makeMoveJobStore = (deps: {
  readonly dynamodb: DynamoDBClient;
  readonly table: string;
}): MoveJobStore => {
  const jobs = makeVersionedTable(makeSdkItemClient(deps.dynamodb), deps.table, MoveJob);
  return { change: (change) => jobs.change({ id: 'call-moves' }, change) };
};
