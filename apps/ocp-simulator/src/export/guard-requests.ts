import { TLSSocket } from 'node:tls';
import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Authority } from '../auth/authority.ts';
import { answerInError } from '../faults/answer-in-error.ts';
import type { FaultKind } from '../faults/fault-kind.ts';

/** Seconds that a throttled client is asked to wait. */
const RETRY_AFTER_S = 1;

export type RequestGuard = {
  readonly hook: onRequestAsyncHookHandler;
  /** Requests so far, refused ones too. */
  count(): number;
};

/** Counts requests, refuses those without a good credential, and answers some with an error under a fault. */
export const makeRequestGuard = (
  { refusalOf }: Pick<Authority, 'refusalOf'>,
  faults: ReadonlySet<FaultKind>,
): RequestGuard => {
  let count = 0;
  const hook = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    count += 1;
    const refusal = lacksCertificate(request) ? 'no client certificate' : refusalOf(request.headers);
    if (refusal !== undefined) return reply.code(401).send({ code: 'UNAUTHORIZED', message: refusal });
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

/** With TLS, the Export API wants a client certificate. The routes that control the simulator do not. */
const lacksCertificate = ({ raw: { socket } }: FastifyRequest): boolean =>
  socket instanceof TLSSocket && !socket.authorized;
