/** One attempt of a request to AWS. The SDK repeats attempts that fail. */
export type Attempt = {
  /** Lower case: `dynamodb`, `s3`, `sqs`, `sns`. */
  readonly service: string;
  /** As AWS names it: `GetItem`. */
  readonly operation: string;
  readonly durationMs: number;
  /** The name that AWS or Node gives the error; absent if there was an answer. */
  readonly errorType?: string | undefined;
};

/** An attempt of the SDK, with its answer. */
export type SdkAttempt = Attempt & { readonly answer?: Readonly<Record<string, unknown>> };

type Next = (args: unknown) => Promise<{ readonly output: Record<string, unknown> }>;
type Context = { readonly commandName?: string };
/** A client of the AWS SDK. */
export type SdkClient = {
  readonly config: { readonly serviceId?: string };
  readonly middlewareStack: { add(middleware: never, options: object): void };
};

/** Calls `onAttempt` after every attempt of an AWS SDK client. @returns the same client. */
export const observeAttempts = <C extends SdkClient>(
  client: C,
  nowMs: () => number,
  onAttempt: (attempt: SdkAttempt) => void,
): C => {
  const service = (client.config.serviceId ?? 'unknown').toLowerCase();
  const observing = (next: Next, { commandName = 'Unknown' }: Context): Next => {
    const operation = commandName.replace(/Command$/, '');
    return async (args) => {
      const startedMs = nowMs();
      try {
        const result = await next(args);
        onAttempt({ service, operation, durationMs: nowMs() - startedMs, answer: result.output });
        return result;
      } catch (error) {
        onAttempt({ service, operation, durationMs: nowMs() - startedMs, errorType: errorTypeOf(error) });
        throw error;
      }
    };
  };
  // The SDK repeats attempts in an earlier step, and parses the answer inside this one.
  client.middlewareStack.add(observing as never, { step: 'deserialize', priority: 'high' });
  return client;
};

/** Node names all network errors `Error`; only their code differs. */
const errorTypeOf = (error: unknown): string => {
  const { name = 'Unknown', code } = (error ?? {}) as { name?: string; code?: string };
  return name === 'Error' && typeof code === 'string' ? code : name;
};
