/** When a client gives up a request. The SDK has no limit for the connection and minutes for silence. */
export type ClientLimits = {
  /** To a connection; the wait for a free one of the client's pool counts too. */
  readonly connectionTimeoutMs: number;
  /** Without a byte on the connection. */
  readonly silenceTimeoutMs: number;
  /** Of one request, the first included. */
  readonly maxAttempts: number;
};

/** Options of a request handler. Not `requestTimeout`: that runs while a request waits for a free connection. */
export const timeoutsOf = ({ connectionTimeoutMs, silenceTimeoutMs }: ClientLimits) => ({
  connectionTimeout: connectionTimeoutMs,
  socketTimeout: silenceTimeoutMs,
});
