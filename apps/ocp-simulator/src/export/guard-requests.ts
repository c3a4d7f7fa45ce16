import { TLSSocket } from 'node:tls';
import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Answering } from '../answers/make-answering.ts';
import type { Authority } from '../auth/authority.ts';
import type { Story } from '../script/make-story.ts';

export type RequestGuard = {
  readonly hook: onRequestAsyncHookHandler;
  /** Requests so far, refused ones too. */
  count(): number;
};

type GuardDeps = {
  readonly authority: Pick<Authority, 'refusalOf' | 'end'>;
  readonly story: Pick<Story, 'at'>;
  readonly answering: Pick<Answering, 'remember' | 'replace'>;
};

/** Counts requests, refuses those without a good credential, and answers some as the steps say. */
export const makeRequestGuard = ({ authority, story, answering }: GuardDeps): RequestGuard => {
  let count = 0;
  const hook = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    count += 1;
    const effects = story.at('request', {});
    if (effects.endCredential) authority.end();
    const refusal = lacksCertificate(request)
      ? 'no client certificate'
      : authority.refusalOf(request.headers);
    if (refusal !== undefined) return reply.code(401).send({ code: 'UNAUTHORIZED', message: refusal });
    answering.remember(request, effects);
    return (await answering.replace(effects, request, reply)) ? reply : undefined;
  };
  return { hook, count: () => count };
};

/** With TLS, the Export API wants a client certificate. The routes that control the simulator do not. */
const lacksCertificate = ({ raw: { socket } }: FastifyRequest): boolean =>
  socket instanceof TLSSocket && !socket.authorized;
