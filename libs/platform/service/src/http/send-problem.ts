import type { FastifyReply } from 'fastify';
import { PROBLEM_TYPE, type ProblemInput, problemOf } from './problem.ts';

/** Answers a request with an error: RFC 9457's form, with our stable `code`. The one way to answer an error. */
export const sendProblem = (
  reply: FastifyReply,
  { retryAfterS, ...input }: ProblemInput & { readonly retryAfterS?: number },
): FastifyReply => {
  reply.answerCode = input.code;
  if (retryAfterS !== undefined) void reply.header('retry-after', String(retryAfterS));
  return reply
    .code(input.status)
    .type(PROBLEM_TYPE)
    .send(problemOf({ ...input, requestId: reply.request.id }));
};
