import { DomainError } from '@recordings/fault';

const MAX_CAUSES = 4;

/**
 * What a log line says of an error: nothing but these fields, because errors of HTTP and AWS clients carry the whole
 * request, headers included, as properties of their own.
 */
export const serializeError = (error: unknown, causesLeft = MAX_CAUSES): unknown => {
  if (!(error instanceof Error)) return error;
  const { cause } = error;
  return {
    type: error.name,
    message: error.message,
    code: 'code' in error ? error.code : undefined,
    fault: error instanceof DomainError ? error.fault : undefined,
    stack: error.stack,
    cause: cause instanceof Error && causesLeft > 0 ? serializeError(cause, causesLeft - 1) : undefined,
  };
};
