import { DomainError } from '@recordings/fault';
import { OcpTimeoutError, OcpUnavailableError } from '@recordings/reconciliation';
import { abortReason } from './abort-reason.ts';
import type { Deadline } from './deadline.ts';

const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
]);

/** The error of a failed exchange: the reason of the caller's abort, a `DomainError` as it is, else timeout or outage. */
export const transportFault = (
  operation: string,
  error: unknown,
  deadline: Deadline,
  caller: AbortSignal,
): Error => {
  if (caller.aborted) return abortReason(caller);
  if (error instanceof DomainError) return error;
  if (deadline.isOver() || isTimeout(error)) {
    return new OcpTimeoutError(`OCP ${operation}: no answer in time`, { cause: error });
  }
  return new OcpUnavailableError(`OCP ${operation}: ${transportCodeOf(error)}`, { cause: error });
};

export const isTimeout = (error: unknown): boolean => TIMEOUT_CODES.has(transportCodeOf(error));

/** Only the code: the message of a transport error can contain a URL with its query. */
const transportCodeOf = (error: unknown): string => {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'unknown transport error');
};
