import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { GroupId, timestampOf } from '@recordings/call-record';
import { makeStores } from '@recordings/dynamodb-stores';
import type { AwsClients } from '@recordings/local-aws';
import { physicalName, tables } from '@recordings/topology';
import { GROUP } from '../lane/lane-settings.ts';
import type { Range } from '../story/start-story-ocp.ts';
import { lookAtObjects } from './look-at-objects.ts';
import { lookAtQueues } from './look-at-queues.ts';

/** What the AWS of a lane holds. */
export type LaneView = ReturnType<typeof lookAtLane>;

export type LookAtLaneInput = {
  readonly clients: AwsClients;
  readonly prefix: string;
  /** As the services name it. */
  readonly ocpUrl: string;
  readonly linesOfBusiness: readonly string[];
};

const HOUR_MS = 3_600_000;
const SOME = 100;

export const lookAtLane = ({ clients, prefix, ocpUrl, linesOfBusiness }: LookAtLaneInput) => {
  const { calls, exportGroups, reconciliations } = makeStores(
    clients.dynamodb,
    prefix,
    async () => undefined,
  );
  const slotKey = { ocpHost: new URL(ocpUrl).host, groupId: GroupId.parse(GROUP) };
  return {
    ...lookAtQueues(clients.sqs, prefix),
    ...lookAtObjects(clients.s3, prefix, linesOfBusiness),
    getCall: calls.get,
    /** A lane has fewer windows than one page. */
    windows: async (): Promise<Range[]> => {
      const TableName = physicalName(prefix, tables.reconciliations.name);
      const { Items = [] } = await clients.dynamodb.send(new ScanCommand({ TableName }));
      return Items.map(({ fromDate, toDate }) => ({ fromDate: fromDate!.S!, toDate: toDate!.S! }));
    },
    /** Sentences: what stage 2 still has to do. */
    openWork: async (): Promise<string[]> => {
      const { slots, windows } = await exportGroups.read(slotKey);
      const open = await reconciliations.quietSince(timestampOf(Date.now() + HOUR_MS), SOME);
      return [
        ...open.map(({ reconciliationId }) => `reconciliation ${reconciliationId} is open`),
        ...windows.map(({ reconciliationId }) => `window ${reconciliationId} waits for an export`),
        ...slots.flatMap(({ slotId, job }) => (job ? [`slot ${slotId} is held`] : [])),
      ];
    },
  };
};
