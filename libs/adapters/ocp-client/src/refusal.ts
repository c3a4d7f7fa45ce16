import {
  OcpContractError,
  OcpCredentialsError,
  OcpExpiredError,
  OcpNotFoundError,
  OcpNotReadyError,
  OcpRequestRejectedError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
  parseJson,
} from '@recordings/reconciliation';
import { z } from 'zod';
import { readableProse } from './ocp-prose.ts';
import { discardBody, type OcpResponse, readText } from './ocp-response.ts';
import { retryAfterMs } from './retry-after.ts';

export type RefusalContext = { readonly operation: string; readonly secret: string; readonly nowMs: number };

/** The error of an answer whose status the operation does not accept. Its body is read to the end or cut. */
export const refusalOf = async (
  response: OcpResponse,
  { operation, secret, nowMs }: RefusalContext,
): Promise<Error> => {
  const { statusCode, headers } = response;
  const askedMs = retryAfterMs(headers['retry-after'], nowMs);
  const message = `OCP ${operation}: HTTP ${statusCode}`;
  if (statusCode >= 500 || statusCode < 400) {
    await discardBody(response);
    if (statusCode < 400) return new OcpContractError(`${message} was not expected`);
    return new OcpUnavailableError(message, { askedMs });
  }
  const explained = message + (await explanationIn(response, operation, secret));
  switch (statusCode) {
    case 401:
    case 403:
      return new OcpCredentialsError(explained);
    case 404:
      return new OcpNotFoundError(explained);
    case 408:
      return new OcpTimeoutError(explained);
    case 409:
      return new OcpNotReadyError(explained);
    case 410:
      return new OcpExpiredError(explained);
    case 429:
      return new OcpThrottledError(operation, askedMs);
    default:
      return new OcpRequestRejectedError(explained);
  }
};

const text = z.string().optional().catch(undefined);
const Explanation = z.object({ errorMessage: text, message: text, error: text, code: text });

/** OCP's message, without our credential. */
const explanationIn = async (response: OcpResponse, operation: string, secret: string): Promise<string> => {
  const parsed = Explanation.safeParse(parseJson(await readText(operation, response)));
  if (!parsed.success) return '';
  const said = parsed.data.errorMessage ?? parsed.data.message ?? parsed.data.error ?? parsed.data.code;
  const safe = said && readableProse(said.replaceAll(secret, '[redacted]'));
  return safe ? `: ${safe}` : '';
};
