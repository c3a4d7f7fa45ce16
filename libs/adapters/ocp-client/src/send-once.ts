import {
  type OcpGate,
  type OcpPermit,
  OcpThrottledError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import type { Breaker } from './breaker.ts';
import type { Exchange, OcpAnswer, OcpRequest } from './exchange.ts';

export type SendOnceDeps = {
  readonly breaker: Breaker;
  readonly exchange: Exchange;
  readonly gate: OcpGate;
  readonly group: string;
};

/** Makes the function that sends one HTTP request, with a permit, through the breaker. */
export const makeSendOnce =
  ({ breaker, exchange, gate, group }: SendOnceDeps) =>
  <T>(request: OcpRequest<T>, held: OcpPermit | undefined, signal: AbortSignal): Promise<OcpAnswer<T>> =>
    breaker.run(async () => {
      const lane = request.operation === 'recordingFile' ? 'download' : 'control';
      await gate.awaitPermit({ lane, group, held }, signal);
      signal.throwIfAborted();
      try {
        return await exchange(request, signal);
      } catch (error) {
        reportThrottled(gate, error);
        throw error;
      }
    });

/** OCP asked us to slow down: by 429, or by a wait that it named in another refusal. */
const reportThrottled = (gate: OcpGate, error: unknown): void => {
  const isAsked = error instanceof OcpUnavailableError && error.askedMs !== undefined;
  if (error instanceof OcpThrottledError || isAsked) gate.reportThrottled(error.askedMs);
};
