import type { ExportApi } from '@recordings/call-record';
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
  type OcpWords,
  withOcpWords,
} from '@recordings/reconciliation';
import { readProse } from './dialect/read-field.ts';
import { discardBody, type OcpResponse, readText } from './ocp-response.ts';
import { parseLosslessJson } from './parse-lossless-json.ts';
import { OcpUnauthorizedError } from './refusal-errors.ts';
import { meaningOf, refusalByMeaning } from './refusal-meaning.ts';
import { retryAfterMs } from './retry-after.ts';

export type RefusalContext = {
  readonly operation: string;
  /** Removed from OCP's messages. */
  readonly secrets: readonly string[];
  readonly refusals: ExportApi['refusals'];
  readonly nowMs: number;
};

/** The error of an answer whose status the operation does not accept. Its body is read to the end or cut. */
export const refusalOf = async (response: OcpResponse, context: RefusalContext): Promise<Error> => {
  const { operation, refusals, nowMs } = context;
  const { statusCode, headers } = response;
  const askedMs = retryAfterMs(headers['retry-after'], nowMs);
  const message = `OCP ${operation}: HTTP ${statusCode}`;
  const isExplained = statusCode >= 400 && statusCode < 500;
  if (!isExplained && Object.keys(refusals.meanings).length === 0) {
    await discardBody(response);
    return refusalByStatus(statusCode, operation, message, askedMs);
  }
  const answer = parseLosslessJson(await readText(operation, response));
  const words = wordsIn(answer, context);
  const { errorMessage } = words;
  const explained = errorMessage === undefined ? message : `${message}: ${errorMessage}`;
  const meaning = meaningOf(answer, refusals);
  const error =
    meaning === undefined
      ? refusalByStatus(statusCode, operation, explained, askedMs)
      : refusalByMeaning(meaning, { operation, message: explained, askedMs, answer });
  return withOcpWords(error, words);
};

const refusalByStatus = (
  statusCode: number,
  operation: string,
  message: string,
  askedMs: number | undefined,
): Error => {
  if (statusCode >= 500) return new OcpUnavailableError(message, { askedMs });
  if (statusCode < 400) return new OcpContractError(`${message} was not expected`);
  switch (statusCode) {
    case 401:
      return new OcpUnauthorizedError(message);
    case 403:
      return new OcpCredentialsError(message);
    case 404:
      return new OcpNotFoundError(message);
    case 408:
      return new OcpTimeoutError(message);
    case 409:
      return new OcpNotReadyError(message);
    case 410:
      return new OcpExpiredError(message);
    case 429:
      return new OcpThrottledError(operation, askedMs);
    default:
      return new OcpRequestRejectedError(message);
  }
};

/** OCP's words, without our credential. */
const wordsIn = (answer: unknown, { refusals, secrets }: RefusalContext): OcpWords => {
  const read = (places: readonly string[]): string | undefined =>
    readProse({ at: places, as: 'string' }, answer, (text) =>
      secrets.reduce((safe, secret) => safe.replaceAll(secret, '[redacted]'), text),
    );
  const errorType = read(refusals.errorType);
  const errorMessage = read(refusals.message);
  return {
    ...(errorType !== undefined && { errorType }),
    ...(errorMessage !== undefined && { errorMessage }),
  };
};
