/** Milliseconds to a connection, and without a byte. The SDK has no limit of its own. */
export const AWS_TIMEOUTS = { connectionTimeout: 5_000, socketTimeout: 10_000 } as const;
