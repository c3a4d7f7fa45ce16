import { type DynamoDBDocumentClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { asStoreError } from './errors.ts';

/** Every page of a query, as DynamoDB gives its items. Each page is read when it is asked for. */
export async function* queryPages(
  documents: DynamoDBDocumentClient,
  query: QueryCommandInput,
): AsyncGenerator<Record<string, unknown>[]> {
  try {
    for await (const { Items = [] } of paginateQuery({ client: documents }, query)) yield Items;
  } catch (error) {
    throw asStoreError(error);
  }
}
