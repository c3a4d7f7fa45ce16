/** One attempt of a request to AWS; the SDK repeats some that fail. */
export type Attempt = {
  readonly durationMs: number;
  /** The name that AWS or Node gives the error; absent if there was an answer. */
  readonly errorType?: string;
  readonly answer?: Readonly<Record<string, unknown>>;
};

type Next = (args: unknown) => Promise<{ readonly output: Record<string, unknown> }>;
type Client = { readonly middlewareStack: { add(middleware: never, options: object): void } };

/** Has `tell` told of every attempt of a client of the AWS SDK. */
export const observeAttempts = <C extends Client>(
  client: C,
  nowMs: () => number,
  tell: (attempt: Attempt) => void,
): C => {
  const observing =
    (next: Next): Next =>
    async (args) => {
      const startedMs = nowMs();
      try {
        const result = await next(args);
        tell({ durationMs: nowMs() - startedMs, answer: result.output });
        return result;
      } catch (error) {
        tell({ durationMs: nowMs() - startedMs, errorType: typeOf(error) });
        throw error;
      }
    };
  // Inside the SDK's repetitions, which are in an earlier step, and outside its reading of the answer.
  const place = { step: 'deserialize', name: 'observeAttempts', priority: 'high' };
  client.middlewareStack.add(observing as never, place);
  return client;
};

/** Errors of the network are all named `Error` and told apart by their code. */
const typeOf = (error: unknown): string => {
  const { name = 'Unknown', code } = (error ?? {}) as { name?: string; code?: string };
  return name === 'Error' && typeof code === 'string' ? code : name;
};
