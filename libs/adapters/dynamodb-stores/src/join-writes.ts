import {
  BatchExecuteStatementCommand,
  type BatchStatementError,
  type BatchStatementRequest,
  type BatchStatementResponse,
  ConditionalCheckFailedException,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { asStoreError, StoreUnavailableError } from './errors.ts';
import type { ItemClient, ItemWrite } from './item-client.ts';
import { pauseAfter } from './pause-after.ts';
import { updateStatementOf } from './update-statement.ts';

/** Statements that DynamoDB takes in one BatchExecuteStatement. */
const MAX_STATEMENTS = 25;

/** Of `pauseAfter`: the refused writes of a batch are repeated at random times within 320 ms. */
const SPREAD = 5;

type WaitingWrite = {
  readonly write: ItemWrite;
  readonly statement: BatchStatementRequest;
  readonly resolve: (written: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Joins the writes of one turn of the event loop in requests of up to 25. It is no transaction: each write has a condition
 * and a result of its own. A write whose result is neither a success nor a lost condition is repeated by `single`, and that
 * result counts: one that was throttled, an item that is too large, a statement that DynamoDB refuses.
 *
 * What was written by a request whose answer was lost fails its condition when it is repeated, as a single write does.
 */
export const makeJoiningItemClient = (dynamodb: DynamoDBClient, single: ItemClient): ItemClient => {
  let waiting = new Map<string, WaitingWrite>();

  const sendAll = (): void => {
    const writes = [...waiting.values()];
    waiting = new Map();
    for (let at = 0; at < writes.length; at += MAX_STATEMENTS) {
      void sendBatch(dynamodb, single, writes.slice(at, at + MAX_STATEMENTS));
    }
  };

  return {
    ...single,
    put: (write) => {
      const statement = updateStatementOf(write);
      const name = JSON.stringify([write.table, write.replaces?.key]);
      // DynamoDB refuses a batch that has two statements for one item.
      if (!statement || waiting.has(name)) return single.put(write);
      return new Promise((resolve, reject) => {
        if (waiting.size === 0) setImmediate(sendAll);
        waiting.set(name, { write, statement, resolve, reject });
      });
    },
  };
};

const sendBatch = async (
  dynamodb: DynamoDBClient,
  single: ItemClient,
  batch: readonly WaitingWrite[],
): Promise<void> => {
  if (batch.length === 1) return repeatAlone(single, batch[0]!);
  const answers = await executeAll(dynamodb, batch);
  await Promise.all(batch.map((one, at) => settle(single, one, answers[at])));
};

type Answer = BatchStatementResponse | { readonly thrown: unknown } | undefined;

/**
 * @returns the answers in the order of the writes; undefined: DynamoDB refused the request and said nothing about this write.
 * It may have happened: DynamoDB Local refuses a batch after it has executed some of its statements.
 */
const executeAll = async (
  dynamodb: DynamoDBClient,
  batch: readonly WaitingWrite[],
): Promise<readonly Answer[]> => {
  const Statements = batch.map(({ statement }) => statement);
  try {
    const { Responses = [] } = await dynamodb.send(new BatchExecuteStatementCommand({ Statements }));
    return Responses;
  } catch (thrown) {
    // The SDK has repeated it already. A single write would wait as long for the same error.
    const isOutage = asStoreError(thrown) instanceof StoreUnavailableError;
    return batch.map(() => (isOutage ? { thrown } : undefined));
  }
};

const settle = async (single: ItemClient, waiting: WaitingWrite, answer: Answer): Promise<void> => {
  if (!answer) return repeatAlone(single, waiting);
  if ('thrown' in answer) return waiting.reject(answer.thrown);
  const { Error: error } = answer;
  if (!error) return waiting.resolve(answer);
  if (error.Code === 'ConditionalCheckFailed') return waiting.reject(conditionFailed(error));
  // It may be throttled. The SDK repeats the single write with growing pauses.
  await pauseAfter(SPREAD);
  return repeatAlone(single, waiting);
};

const repeatAlone = (single: ItemClient, { write, resolve, reject }: WaitingWrite): Promise<void> =>
  single.put(write).then(resolve, reject);

const conditionFailed = ({ Message = 'The conditional request failed' }: BatchStatementError) =>
  new ConditionalCheckFailedException({ message: Message, $metadata: {} });
