import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { answerInError } from '../faults/answer-in-error.ts';
import type { FaultKind } from '../faults/fault-kind.ts';

/** Seconds that a throttled client is asked to wait. */
const RETRY_AFTER_S = 1;

export type RequestGuard = {
  readonly hook: onRequestAsyncHookHandler;
  /** Requests so far, refused ones too. */
  count(): number;
};

/** Counts requests, refuses those without the API key, and answers some with an error under a fault. */
export const makeRequestGuard = (apiKey: string, faults: ReadonlySet<FaultKind>): RequestGuard => {
  let count = 0;
  const hook = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    count += 1;
    if (request.headers['x-api-key'] !== apiKey)
      return reply.code(401).send({ code: 'UNAUTHORIZED', message: 'X-API-Key is missing or wrong' });
    switch (answerInError(count, faults)) {
      case 429:
        return reply
          .code(429)
          .header('retry-after', RETRY_AFTER_S)
          .send({ code: 'TOO_MANY_REQUESTS', message: `try again in ${RETRY_AFTER_S} s` });
      case 500:
        return reply.code(500).send({ code: 'INTERNAL_ERROR', message: 'an internal error in OCP' });
      case undefined:
        return undefined;
    }
  };
  return { hook, count: () => count };
};
