import { DomainError } from '@recordings/fault';
import type { Logger } from '@recordings/service';
import type { FastifyError, FastifyInstance } from 'fastify';
import { refusalStatusOf, refuse } from './refusals.ts';

/** Answers unknown routes, and errors that a route throws. An error of ours asks the sender to send again. */
export const answerErrors = (
  app: Pick<FastifyInstance, 'setNotFoundHandler' | 'setErrorHandler'>,
  log: Logger,
): void => {
  app.setNotFoundHandler((_, reply) =>
    refuse(reply, 'ROUTE_UNKNOWN', 'this API has no such method and path'),
  );
  app.setErrorHandler<FastifyError | DomainError>((error, request, reply) => {
    const status = httpStatusOf(error);
    if (status < 500) return reply.code(status).send({ code: error.code, message: error.message });
    const path = request.url.split('?')[0]; // Senders put phone numbers and tokens into the query.
    log.error({ event: 'request_failed', err: error, path, status }, 'request failed; the sender must retry');
    return reply
      .code(status)
      .header('retry-after', '1')
      .send({ code: 'TRY_AGAIN', message: 'not durable yet; send it again' });
  });
};

const httpStatusOf = (error: FastifyError | DomainError): number => {
  const status = error instanceof DomainError ? refusalStatusOf(error) : error.statusCode;
  return status !== undefined && status < 500 ? status : 503;
};
