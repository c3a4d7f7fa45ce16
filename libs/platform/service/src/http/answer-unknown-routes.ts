import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './send-problem.ts';

type Route = { readonly path: RegExp; readonly methods: Set<string> };

/**
 * Answers 404 for an unknown path, and 405 with `Allow` for a known path without this method. Call it before the routes
 * are registered. The body is not read.
 */
export const answerUnknownRoutes = (app: Pick<FastifyInstance, 'addHook' | 'setNotFoundHandler'>): void => {
  const routes = new Map<string, Route>();
  app.addHook('onRoute', ({ url, method }) => {
    const route = routes.get(url) ?? { path: pathOf(url), methods: new Set() };
    for (const one of [method].flat()) route.methods.add(one.toUpperCase());
    routes.set(url, route);
  });
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = request.url.split('?', 1)[0]!;
    const allowed = [...routes.values()]
      .filter((route) => route.path.test(path))
      .flatMap((route) => [...route.methods]);
    if (allowed.length === 0) {
      return sendProblem(reply, { status: 404, code: 'ROUTE_UNKNOWN', detail: 'there is no such path' });
    }
    void reply.header('allow', [...new Set(allowed)].sort().join(', '));
    return sendProblem(reply, {
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      detail: 'the path exists, but not with this method',
    });
  };
  // Before the body is parsed: a sender could make us read one that nobody wants.
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) answer(request, reply);
    else done();
  });
  app.setNotFoundHandler(answer);
};

/** `/v1/calls/:tenantId` becomes an expression; a parameter is any text without a slash. */
const pathOf = (url: string): RegExp => {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : RegExp.escape(part);
  });
  return new RegExp(`^${parts.join('/')}$`);
};
