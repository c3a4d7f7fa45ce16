import {
  OcpAnswerError,
  type OcpGate,
  type OcpPermit,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
  type RequestOutcome,
} from '@recordings/reconciliation';
import type { Credential } from './auth/credential.ts';
import type { Exchange, OcpAnswer, OcpRequest } from './exchange.ts';
import { laneOf } from './lane-of.ts';
import { OcpUnauthorizedError } from './refusal-errors.ts';

export type SendOnceDeps = {
  readonly baseUrl: string;
  readonly exchange: Exchange;
  readonly gate: OcpGate;
  readonly group: string;
  readonly credential: Credential;
  /** Called when OCP has accepted the credential. */
  readonly onAccepted?: (() => void) | undefined;
};

/** Makes the function that sends one HTTP request with a permit, and reports how it ended. */
export const makeSendOnce = ({ baseUrl, exchange, gate, group, credential, onAccepted }: SendOnceDeps) => {
  const { origin } = new URL(baseUrl);

  const send = async <T>(
    request: OcpRequest<T>,
    headers: Readonly<Record<string, string>>,
    held: OcpPermit | undefined,
    signal: AbortSignal,
  ): Promise<OcpAnswer<T>> => {
    const lane = laneOf(request);
    const permit = await gate.awaitPermit({ lane, group, held }, signal);
    try {
      signal.throwIfAborted();
      const answer = await exchange(request, signal, headers);
      gate.report(permit, 'answered', { lane, group });
      if (request.url.origin === origin) onAccepted?.();
      return answer;
    } catch (error) {
      gate.report(permit, outcomeOf(error), { lane, group });
      reportThrottled(gate, error);
      throw error;
    }
  };

  return async <T>(
    request: OcpRequest<T>,
    held: OcpPermit | undefined,
    signal: AbortSignal,
  ): Promise<OcpAnswer<T>> => {
    const headers = await headersOr(credential, signal, () => held && gate.giveBack(held));
    try {
      return await send(request, headers, held, signal);
    } catch (error) {
      // Another host never got the credential, so its 401 says nothing of it.
      const isRefused = error instanceof OcpUnauthorizedError && request.url.origin === origin;
      // A request that was not authenticated had no effect, so it is sent once more, a create too.
      if (!isRefused || !credential.refuse(headers)) throw error;
      return send(request, await credential.headers(signal), undefined, signal);
    }
  };
};

/** A permit that was reserved is not lost if no token can be had. */
const headersOr = async (
  credential: Credential,
  signal: AbortSignal,
  giveBack: () => void,
): Promise<Readonly<Record<string, string>>> => {
  try {
    return await credential.headers(signal);
  } catch (error) {
    giveBack();
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
