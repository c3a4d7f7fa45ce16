import { OcpThrottledError, OcpTimeoutError, OcpUnavailableError } from '@recordings/reconciliation';

/** How OCP's error delays the repetition of a request. */
type Overload = {
  /** OCP throttled the request, or did not answer in time. */
  readonly isOverloaded: boolean;
  /** The wait that OCP asked for, if it did. */
  readonly askedMs?: number;
};

export const overloadOf = (error: unknown): Overload => {
  const asksToWait = error instanceof OcpThrottledError || error instanceof OcpUnavailableError;
  const askedMs = asksToWait ? error.askedMs : undefined;
  return {
    isOverloaded: error instanceof OcpThrottledError || error instanceof OcpTimeoutError,
    ...(askedMs !== undefined && { askedMs }),
  };
};
