import type { IndexShape, tables } from '@recordings/topology';
import type { TopicName } from '../data/make-topics.ts';

export type TableName = keyof typeof tables;

export type TableGrant = {
  readonly table: TableName;
  /** Partition keys for which the actions hold, all by default. */
  readonly ids?: string;
  readonly actions: readonly (
    | 'GetItem'
    | 'BatchGetItem'
    | 'PutItem'
    | 'UpdateItem'
    | 'DeleteItem'
    | 'PartiQLUpdate'
    | 'Query'
  )[];
};

/** `Query` on one index. */
export type IndexGrant = { readonly table: TableName; readonly index: IndexShape };

export type ObjectGrant = {
  /** Name in the topology. */
  readonly bucket: string;
  /** `List` is of the bucket. Without it S3 answers 403, not 404, for a key that has no object. */
  readonly actions: readonly ('Get' | 'Put' | 'AbortUpload' | 'Delete' | 'List')[];
  /** Keys for which the actions hold, `*` by default. */
  readonly keys?: string;
};

/** `SendTask*` answers a task whose token the service has received. */
export type StateMachineAction =
  | 'StartExecution'
  | 'SendTaskSuccess'
  | 'SendTaskFailure'
  | 'SendTaskHeartbeat';

/** What a service does at AWS. Its role allows this and nothing else. Queues have their names in the topology. */
export type ServiceGrants = {
  readonly tables: readonly TableGrant[];
  readonly indexes: readonly IndexGrant[];
  /** `Scan` on whole indexes. */
  readonly scans?: readonly IndexGrant[];
  /** Receives, deletes and puts off their messages, sends them again, and moves them to their DLQs. */
  readonly drains: readonly string[];
  /** Queues of undelivered messages, each of which it gives a reason. */
  readonly explains?: readonly string[];
  /** Queues of which it asks how many messages they have. */
  readonly measures?: readonly string[];
  readonly sendsTo: readonly string[];
  readonly publishesTo: readonly TopicName[];
  readonly objects: readonly ObjectGrant[];
  /** On the state machine that drives windows. */
  readonly stateMachine?: readonly StateMachineAction[];
  /** Parameters of Systems Manager, of type String, that it reads: `/{prefix}/{name}`. */
  readonly parameters?: readonly string[];
  /** Secrets that it reads while it runs: `{prefix}/{name}`. */
  readonly secrets?: readonly string[];
  /** Secrets that it gives another value. */
  readonly changesSecrets?: readonly string[];
};
