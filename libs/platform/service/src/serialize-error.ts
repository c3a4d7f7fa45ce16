import { DomainError } from '@recordings/fault';

const MAX_CAUSES = 4;

/**
 * The fields of an error that a log line shows. Errors of HTTP and AWS clients have the whole request with its headers as
 * other properties, so those are left out.
 */
export const serializeError = (error: unknown, causesLeft = MAX_CAUSES): unknown => {
  if (!isError(error)) return error;
  const { cause } = error;
  return {
    type: error.name,
    message: error.message,
    code: 'code' in error ? error.code : undefined,
    fault: error instanceof DomainError ? error.fault : undefined,
    stack: error.stack,
    cause: isError(cause) && causesLeft > 0 ? serializeError(cause, causesLeft - 1) : undefined,
  };
};

/** Also a `DOMException`, as of an aborted signal, which is not always an `Error`. */
const isError = (value: unknown): value is Error =>
  value instanceof Error ||
  (typeof value === 'object' && value !== null && 'stack' in value && 'message' in value);
