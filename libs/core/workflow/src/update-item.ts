import { type Catcher, never, RETRY_OTHERS, type State, type WorkflowResources } from './asl.ts';

/** A value of the update: a text of the definition, or the path of a text or of a number. */
export type Value = { readonly text: string } | { readonly textAt: string } | { readonly numberAt: string };

type Update = {
  readonly comment: string;
  readonly set: Readonly<Record<string, Value>>;
  readonly remove?: readonly string[];
  /** Adds one to the revision, so that a worker that has read the item sees that it changed. */
  readonly isRevisionAdded?: boolean;
  /** Written only if these attributes have these values. */
  readonly onlyIf: Readonly<Record<string, Value>>;
  /** Where it goes on if they do not. */
  readonly otherwise: string;
  readonly next: string;
};

const CONDITION_FAILED = 'DynamoDB.ConditionalCheckFailedException';

/** An update of the item of the window by Step Functions itself. */
export const makeUpdateItem = (
  { reconciliationsTable }: Pick<WorkflowResources, 'reconciliationsTable'>,
  { comment, set, remove = [], isRevisionAdded = false, onlyIf, otherwise, next }: Update,
): State => {
  const attributes = [...Object.keys(set), ...remove, ...Object.keys(onlyIf)];
  const names = [...new Set([...attributes, ...(isRevisionAdded ? ['revision'] : [])])];
  const sets = Object.keys(set).map((name) => `#${name} = :${name}`);
  const conditions = Object.keys(onlyIf).map((name) => `#${name} = :expected_${name}`);
  const expression = [
    `SET ${sets.join(', ')}`,
    ...(remove.length > 0 ? [`REMOVE ${remove.map((name) => `#${name}`).join(', ')}`] : []),
    ...(isRevisionAdded ? ['ADD #revision :one'] : []),
  ].join(' ');
  const otherwiseGo: Catcher = { ErrorEquals: [CONDITION_FAILED], ResultPath: '$.error', Next: otherwise };
  return {
    Type: 'Task',
    Comment: comment,
    Resource: 'arn:aws:states:::dynamodb:updateItem',
    Parameters: {
      TableName: reconciliationsTable,
      Key: { reconciliationId: { 'S.$': '$.input.reconciliationId' } },
      UpdateExpression: expression,
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...attributesOf(set, ''),
        ...attributesOf(onlyIf, 'expected_'),
        ...(isRevisionAdded && { ':one': { N: '1' } }),
      },
    },
    ResultPath: null,
    Retry: [never(CONDITION_FAILED), RETRY_OTHERS],
    Catch: [otherwiseGo],
    Next: next,
  };
};

const attributesOf = (values: Readonly<Record<string, Value>>, prefix: string) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`:${prefix}${name}`, attributeOf(value)]),
  );

/** In DynamoDB's JSON, where a number is a text. */
const attributeOf = (value: Value): object => {
  if ('text' in value) return { S: value.text };
  if ('textAt' in value) return { 'S.$': value.textAt };
  return { 'N.$': `States.Format('{}', ${value.numberAt})` };
};
