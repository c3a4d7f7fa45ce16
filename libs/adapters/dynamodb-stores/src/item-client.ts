import {
  DeleteItemCommand,
  type DeleteItemCommandInput,
  type DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  type GetItemCommandOutput,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';

/** Reads, writes and deletes items as DynamoDB has them. It throws the errors of the SDK. */
export type ItemClient = {
  get(input: GetItemCommandInput): Promise<Pick<GetItemCommandOutput, 'Item'>>;
  put(input: PutItemCommandInput): Promise<unknown>;
  remove(input: DeleteItemCommandInput): Promise<unknown>;
};

export const makeSdkItemClient = (dynamodb: DynamoDBClient): ItemClient => ({
  get: (input) => dynamodb.send(new GetItemCommand(input)),
  put: (input) => dynamodb.send(new PutItemCommand(input)),
  remove: (input) => dynamodb.send(new DeleteItemCommand(input)),
});
