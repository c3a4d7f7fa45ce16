import { DomainError } from '@recordings/fault';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { Logger } from '../make-logger.ts';
import { problemOfFastify } from './fastify-problems.ts';
import type { ProblemInput } from './problem.ts';
import { sendProblem } from './send-problem.ts';

export type ErrorAnswers = {
  /** The status of an error that the sender must correct; undefined if the error is ours. Default: every error is ours. */
  readonly refusalStatusOf?: (error: DomainError) => number | undefined;
  /** The answer for an error of ours. Default: 500 with the error's code. */
  readonly serverFault?: ProblemInput & { readonly retryAfterS?: number };
};

/** Answers errors that a route throws. An error of ours is logged, and its message stays in the log. */
export const answerErrors = (
  app: Pick<FastifyInstance, 'setErrorHandler'>,
  log: Logger,
  { refusalStatusOf = () => undefined, serverFault }: ErrorAnswers,
): void => {
  app.setErrorHandler<FastifyError | DomainError>((error, request, reply) => {
    if (error instanceof DomainError) {
      const status = refusalStatusOf(error);
      if (status !== undefined)
        return sendProblem(reply, { status, code: error.code, detail: error.message });
    } else {
      const problem = problemOfFastify(error);
      if (problem) return sendProblem(reply, problem);
    }
    const answer = serverFault ?? failureOf(error);
    // Before the log line: if the line cannot be written, Fastify answers with the status of now, which is 200.
    void reply.code(answer.status);
    const { method, routeOptions } = request;
    const line = { event: 'request_failed', err: error, method, route: routeOptions.url, reqId: request.id };
    log.error({ ...line, status: answer.status }, 'request failed');
    return sendProblem(reply, answer);
  });
};

const failureOf = (error: FastifyError | DomainError): ProblemInput => ({
  status: 500,
  code: error instanceof DomainError ? error.code : 'INTERNAL_ERROR',
  detail: 'the request failed; the log of the service says why',
});
