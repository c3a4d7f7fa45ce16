import { SFNClient, type SFNClientConfig } from '@aws-sdk/client-sfn';

/** Milliseconds. Step Functions answers within a second; the SDK has no limit for the connection and minutes for silence. */
const CONNECTION_TIMEOUT_MS = 3_000;
const SILENCE_TIMEOUT_MS = 5_000;
const MAX_ATTEMPTS = 3;

/** A client with time limits. Region, credentials and endpoint come from the environment, unless given. */
export const makeSfnClient = (config: SFNClientConfig = {}): SFNClient =>
  new SFNClient({
    ...config,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, socketTimeout: SILENCE_TIMEOUT_MS },
  });
