/** One attempt of a request to AWS. The SDK repeats attempts that fail. */
export type Attempt = {
  readonly durationMs: number;
  /** The name that AWS or Node gives the error; absent if there was an answer. */
  readonly errorType?: string;
  readonly answer?: Readonly<Record<string, unknown>>;
};

type Next = (args: unknown) => Promise<{ readonly output: Record<string, unknown> }>;
type Client = { readonly middlewareStack: { add(middleware: never, options: object): void } };

/** Calls `onAttempt` after every attempt of an AWS SDK client. @returns the same client. */
export const observeAttempts = <C extends Client>(
  client: C,
  nowMs: () => number,
  onAttempt: (attempt: Attempt) => void,
): C => {
  const observing =
    (next: Next): Next =>
    async (args) => {
      const startedMs = nowMs();
      try {
        const result = await next(args);
        onAttempt({ durationMs: nowMs() - startedMs, answer: result.output });
        return result;
      } catch (error) {
        onAttempt({ durationMs: nowMs() - startedMs, errorType: errorTypeOf(error) });
        throw error;
      }
    };
  // The SDK repeats attempts in an earlier step, and parses the answer inside this one.
  const place = { step: 'deserialize', name: 'observeAttempts', priority: 'high' };
  client.middlewareStack.add(observing as never, place);
  return client;
};

/** Node names all network errors `Error`; only their code differs. */
const errorTypeOf = (error: unknown): string => {
  const { name = 'Unknown', code } = (error ?? {}) as { name?: string; code?: string };
  return name === 'Error' && typeof code === 'string' ? code : name;
};
