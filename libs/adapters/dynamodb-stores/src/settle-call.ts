import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { CallId, ReconciliationId } from '@recordings/call-record';
import { Reconciliation, type SettledOutcome, WORKFLOW_SCHEMA_VERSION } from '@recordings/reconciliation';
import { awaitAnswer } from './await-answer.ts';
import { readItem } from './read-item.ts';

/**
 * Sets the outcome of one call, if it is still open. It writes without a read, so that downloads do not contend.
 *
 * @returns the reconciliation as it was written; undefined if the call was not open.
 */
export const settleCall = async (
  documents: DynamoDBDocumentClient,
  table: string,
  id: ReconciliationId,
  callId: CallId,
  settled: SettledOutcome,
): Promise<Reconciliation | undefined> => {
  const update = { TableName: table, Key: { reconciliationId: id }, ...updateOf(callId, settled) };
  const item = await awaitAnswer(unlessRefused(documents.send(new UpdateCommand(update))));
  return item && readItem(Reconciliation, item, `${table} ${id}`, WORKFLOW_SCHEMA_VERSION);
};

const unlessRefused = async (
  update: Promise<{ readonly Attributes?: Record<string, unknown> }>,
): Promise<object | undefined> => {
  try {
    return (await update).Attributes;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
};

/**
 * Counts the revision up, so that a change that was decided on the outcomes before this one is not written.
 *
 * DynamoDB charges each update by the size of the whole item. So a stored call loses what only its download needed.
 */
const updateOf = (
  callId: CallId,
  { outcome, code = 'STORED', message = '', isAboutTheCall = true }: SettledOutcome,
): Omit<UpdateCommandInput, 'TableName' | 'Key'> => {
  const isStored = outcome === 'stored';
  const path = 'calls.#call.';
  const words = isStored ? '' : `, ${path}#message = :message, ${path}isAboutTheCall = :about`;
  const dropped = isStored ? ` REMOVE ${path}recordingId, ${path}declared, ${path}#others` : '';
  return {
    UpdateExpression: `SET ${path}#outcome = :outcome, ${path}#code = :code${words}${dropped} ADD #revision :one`,
    ConditionExpression: `${path}#outcome = :open`,
    ExpressionAttributeNames: {
      '#call': callId,
      '#outcome': 'outcome',
      '#code': 'code',
      '#revision': 'revision',
      ...(isStored ? { '#others': 'others' } : { '#message': 'message' }),
    },
    ExpressionAttributeValues: {
      ':outcome': outcome,
      ':code': code,
      ':open': 'open',
      ':one': 1,
      ...(!isStored && { ':message': message, ':about': isAboutTheCall }),
    },
    ReturnValues: 'ALL_NEW',
  };
};
