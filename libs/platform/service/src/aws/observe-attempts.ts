import { type SdkClient, type WrapAttempt, wrapAttempts } from './wrap-attempts.ts';

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

/** Calls `onAttempt` after every attempt of an AWS SDK client. @returns the same client. */
export const observeAttempts = <C extends SdkClient>(
  client: C,
  nowMs: () => number,
  onAttempt: (attempt: SdkAttempt) => void,
): C => {
  const service = (client.config.serviceId ?? 'unknown').toLowerCase();
  const observing: WrapAttempt = (next, { commandName = 'Unknown' }) => {
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
  return wrapAttempts(client, observing);
};

/** Node names all network errors `Error`; only their code differs. */
const errorTypeOf = (error: unknown): string => {
  const { name = 'Unknown', code } = (error ?? {}) as { name?: string; code?: string };
  return name === 'Error' && typeof code === 'string' ? code : name;
};
