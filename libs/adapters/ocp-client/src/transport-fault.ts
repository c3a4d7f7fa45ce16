import { DomainError } from '@recordings/fault';
import { abortReason } from './abort-reason.ts';
import type { Deadline } from './deadline.ts';
import { OcpTimeoutError, OcpUnavailableError } from '@recordings/reconciliation';

const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
]);

/** Says which error of ours a failed exchange is, or gives the reason of the caller's abort. */
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

/** Only the code: a transport's message can carry a URL with its query. */
const transportCodeOf = (error: unknown): string => {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'unknown transport error');
};
