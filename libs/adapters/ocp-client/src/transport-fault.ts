import { DomainError } from '@recordings/fault';
import { OcpCredentialsError, OcpTimeoutError, OcpUnavailableError } from '@recordings/reconciliation';
import { abortReason } from './abort-reason.ts';
import type { Deadline } from './deadline.ts';

const TIMEOUT_CODES: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
]);

/** TLS alerts by which a server refuses a client's certificate, or demands one (RFC 8446, section 6.2). */
const CERTIFICATE_ALERT =
  /_ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN|REQUIRED)|UNKNOWN_CA|ACCESS_DENIED)$/;

export type FailedExchange = {
  readonly operation: string;
  /** Whether the host is one that our certificate is for. */
  readonly seesCertificate: boolean;
  readonly deadline: Deadline;
  readonly caller: AbortSignal;
};

/**
 * The error of a failed exchange: the reason of the caller's abort, a `DomainError` as it is, a refused certificate, else
 * timeout or outage.
 */
export const transportFault = (
  error: unknown,
  { operation, seesCertificate, deadline, caller }: FailedExchange,
): Error => {
  if (caller.aborted) return abortReason(caller);
  if (error instanceof DomainError) return error;
  const code = transportCodeOf(error);
  if (seesCertificate && CERTIFICATE_ALERT.test(code)) {
    return new OcpCredentialsError(`OCP ${operation}: the client certificate is refused: ${code}`, {
      cause: error,
    });
  }
  if (deadline.isOver() || isTimeout(error)) {
    return new OcpTimeoutError(`OCP ${operation}: no answer in time`, { cause: error });
  }
  return new OcpUnavailableError(`OCP ${operation}: ${code}`, { cause: error });
};

export const isTimeout = (error: unknown): boolean => TIMEOUT_CODES.has(transportCodeOf(error));

/** Only the code: the message of a transport error can contain a URL with its query. */
export const transportCodeOf = (error: unknown): string => {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return String(code ?? name ?? 'unknown transport error');
};
