import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from './send-problem.ts';

/**
 * Answers 404 for an unknown path, and 405 with `Allow` for a known path without this method. Call it before the routes
 * are registered. The body is not read.
 */
export const answerUnknownRoutes = (app: Pick<FastifyInstance, 'addHook' | 'setNotFoundHandler'>): void => {
  /** Methods by the URL of a route. */
  const routes = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = routes.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one.toUpperCase());
    routes.set(url, methods);
  });
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = request.url.split('?', 1)[0]!;
    const allowed = [...routes].flatMap(([url, methods]) => (isPathOf(url, path) ? [...methods] : []));
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
  // Before the body is parsed: it is not needed.
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404) answer(request, reply);
    else done();
  });
  app.setNotFoundHandler(answer);
};

/** Whether a path is one of `/v1/calls/:tenantId`: a parameter is any text without a slash, `*` is the rest of the path. */
const isPathOf = (url: string, path: string): boolean => {
  const expected = url.split('/');
  const given = path.split('/');
  const isRestFree = expected.at(-1) === '*';
  if (isRestFree ? given.length < expected.length : given.length !== expected.length) return false;
  return expected.every((part, at) =>
    part.startsWith(':') ? given[at] !== '' : part === '*' || part === given[at],
  );
};
