import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Send = (args: unknown) => Promise<unknown>;

const MIDDLEWARE = 'after-first-read';

/**
 * Lets `meanwhile` happen between the first strong read that the client sends from now on and its answer's arrival.
 *
 * @returns ends it.
 */
export const afterFirstRead = (client: DynamoDBClient, meanwhile: () => Promise<unknown>): (() => void) => {
  let isFirst = true;
  const interleaving =
    (next: Send, { commandName }: { commandName?: string }): Send =>
    async (args) => {
      const answer = await next(args);
      if (commandName !== 'GetCommand' && commandName !== 'GetItemCommand') return answer;
      if (isFirst) {
        isFirst = false;
        await meanwhile();
      }
      return answer;
    };
  client.middlewareStack.add(interleaving as never, { step: 'initialize', name: MIDDLEWARE });
  return () => {
    client.middlewareStack.remove(MIDDLEWARE);
  };
};
