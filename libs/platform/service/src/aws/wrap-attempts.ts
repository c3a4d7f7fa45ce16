/** A client of the AWS SDK. */
export type SdkClient = {
  readonly config: { readonly serviceId?: string };
  readonly middlewareStack: { add(middleware: never, options: object): void };
};

/** Sends one attempt. `output` is the parsed answer, `response` the answer of HTTP. */
export type SendAttempt = (
  args: unknown,
) => Promise<{ readonly output: Record<string, unknown>; readonly response: unknown }>;

export type WrapAttempt = (next: SendAttempt, context: { readonly commandName?: string }) => SendAttempt;

/** Wraps every attempt of an AWS SDK client. @returns the same client. */
export const wrapAttempts = <C extends SdkClient>(client: C, wrap: WrapAttempt): C => {
  // The SDK repeats attempts in an earlier step, and parses the answer inside this one.
  client.middlewareStack.add(wrap as never, { step: 'deserialize', priority: 'high' });
  return client;
};
