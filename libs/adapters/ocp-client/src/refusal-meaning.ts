import type { ExportApi, RefusalMeaning } from '@recordings/call-record';
import {
  OcpExpiredError,
  OcpNotFoundError,
  OcpNotReadyError,
  OcpRequestRejectedError,
  OcpThrottledError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import { readPlaces } from './dialect/read-place.ts';
import { OcpBusyAnswer, OcpUnauthorizedError } from './refusal-errors.ts';

/** What OCP means by the error code of an answer; undefined if it has none that the export profile names. */
export const meaningOf = (
  answer: unknown,
  { code, meanings }: ExportApi['refusals'],
): RefusalMeaning | undefined => {
  if (Object.keys(meanings).length === 0) return undefined;
  const named = readPlaces(answer, code)
    .map(String)
    .find((word) => Object.hasOwn(meanings, word));
  return named === undefined ? undefined : meanings[named];
};

export type RefusalDetails = {
  readonly operation: string;
  readonly message: string;
  /** The wait that OCP asked for, if it did. */
  readonly askedMs?: number;
  readonly answer: unknown;
};

export const refusalByMeaning = (
  meaning: RefusalMeaning,
  { operation, message, askedMs, answer }: RefusalDetails,
): Error => {
  switch (meaning) {
    case 'busy':
      return new OcpBusyAnswer(message, answer);
    case 'not-ready':
      return new OcpNotReadyError(message);
    case 'absent':
      return new OcpNotFoundError(message);
    case 'expired':
      return new OcpExpiredError(message);
    case 'credentials':
      return new OcpUnauthorizedError(message);
    case 'throttled':
      return new OcpThrottledError(operation, askedMs);
    case 'unavailable':
      return new OcpUnavailableError(message, { askedMs });
    case 'rejected':
      return new OcpRequestRejectedError(message);
    default:
      return meaning satisfies never;
  }
};
