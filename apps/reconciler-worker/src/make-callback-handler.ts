import { makePostCallback } from '@recordings/ocp-client';
import { makeHandleCallback, type RecoveryDeps } from '@recordings/window-recovery';
import type { Config } from './config.ts';

/** Makes the handler of results that are to be posted. */
export const makeCallbackHandler = (
  config: Config,
  deps: () => RecoveryDeps,
): ReturnType<typeof makeHandleCallback> => {
  const postCallback = makePostCallback({
    allowedHosts: config.CALLBACK_HOSTS,
    privateHosts: config.OCP_PRIVATE_HOSTS,
    timeoutMs: config.CALLBACK_TIMEOUT_SECONDS * 1_000,
  });
  return (...message) =>
    makeHandleCallback({ ...deps(), postCallback, callbackAttempts: config.CALLBACK_ATTEMPTS })(...message);
};
