import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Send = (args: { readonly input: unknown }) => Promise<unknown>;
type Context = { readonly commandName?: string };

/** A document command counts as the command that it sends. */
const nameOf = ({ commandName = 'unknown' }: Context): string =>
  commandName.replace(/^(BatchGet|Get|Put|Update|Delete)Command$/, '$1ItemCommand');

/** Counts the commands that a client sends, by name, until `stop`. */
export const countCommands = (client: DynamoDBClient) => {
  const counts: Record<string, number> = {};
  const counting =
    (next: Send, context: Context): Send =>
    async (args) => {
      const name = nameOf(context);
      counts[name] = (counts[name] ?? 0) + 1;
      return next(args);
    };
  client.middlewareStack.add(counting as never, { step: 'initialize', name: 'count-commands' });
  return {
    stop: () => {
      client.middlewareStack.remove('count-commands');
      return counts;
    },
  };
};

/** Answers the first command of that name itself, and counts all of that name, until `stop`. */
export const answerOnce = (client: DynamoDBClient, command: string, answerTo: (input: unknown) => object) => {
  let requests = 0;
  const answering =
    (next: Send, context: Context): Send =>
    async (args) => {
      if (nameOf(context) !== command) return next(args);
      requests += 1;
      return requests === 1
        ? { output: { $metadata: {}, ...answerTo(args.input) }, response: {} }
        : next(args);
    };
  client.middlewareStack.add(answering as never, { step: 'initialize', name: 'answer-once' });
  return {
    requests: () => requests,
    stop: () => {
      client.middlewareStack.remove('answer-once');
    },
  };
};
