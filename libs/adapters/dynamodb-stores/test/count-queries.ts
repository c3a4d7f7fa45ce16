import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Answer = { readonly output: { readonly ScannedCount?: number } };
type Send = (args: unknown) => Promise<Answer>;

const MIDDLEWARE = 'count-queries';

/** Counts the queries that a client sends, and the items that DynamoDB reads for them, until `stop`. */
export const countQueries = (client: DynamoDBClient) => {
  const count = { requests: 0, itemsRead: 0 };
  const counting =
    (next: Send, { commandName }: { commandName?: string }): Send =>
    async (args) => {
      const answer = await next(args);
      if (commandName === 'QueryCommand') {
        count.requests += 1;
        count.itemsRead += answer.output.ScannedCount ?? 0;
      }
      return answer;
    };
  client.middlewareStack.add(counting as never, { step: 'initialize', name: MIDDLEWARE });
  return {
    stop: () => {
      client.middlewareStack.remove(MIDDLEWARE);
      return count;
    },
  };
};
