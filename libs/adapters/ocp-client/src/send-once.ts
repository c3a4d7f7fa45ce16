import {
  OcpAnswerError,
  type OcpGate,
  type OcpPermit,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
  type RequestOutcome,
} from '@recordings/reconciliation';
import type { Exchange, OcpAnswer, OcpRequest } from './exchange.ts';

export type SendOnceDeps = {
  readonly exchange: Exchange;
  readonly gate: OcpGate;
  readonly group: string;
};

/** Makes the function that sends one HTTP request with a permit, and reports how it ended. */
export const makeSendOnce =
  ({ exchange, gate, group }: SendOnceDeps) =>
  async <T>(
    request: OcpRequest<T>,
    held: OcpPermit | undefined,
    signal: AbortSignal,
  ): Promise<OcpAnswer<T>> => {
    const lane = request.operation === 'recordingFile' ? 'download' : 'control';
    const permit = await gate.awaitPermit({ lane, group, held }, signal);
    try {
      signal.throwIfAborted();
      const answer = await exchange(request, signal);
      gate.report(permit, 'answered', { lane, group });
      return answer;
    } catch (error) {
      gate.report(permit, outcomeOf(error), { lane, group });
      reportThrottled(gate, error);
      throw error;
    }
  };

const outcomeOf = (error: unknown): RequestOutcome['kind'] => {
  if (error instanceof OcpUnavailableError || error instanceof OcpTimeoutError) return 'outage';
  return error instanceof OcpAnswerError ? 'answered' : 'aborted';
};

/** OCP asked us to slow down: by 429, or by a wait that it named in another refusal. */
const reportThrottled = (gate: OcpGate, error: unknown): void => {
  const isAsked = error instanceof OcpUnavailableError && error.askedMs !== undefined;
  if (error instanceof OcpThrottledError || isAsked) gate.reportThrottled(error.askedMs);
};
