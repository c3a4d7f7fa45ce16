import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Logger } from '@recordings/service';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { DayPlan } from './day-plan.ts';
import type { Days } from './make-days.ts';

export type DayServerDeps = {
  readonly days: Days;
  /** Completes a plan that leaves fields out. */
  readonly defaults: DayPlan;
  readonly log: Logger;
};

const OWN_PATHS: readonly string[] = ['/simulator/day'];
const EXPORT_PATH = '/recordings/';

/** Serves the current day, and `PUT /simulator/day`, which begins another. Not listening yet. */
export const makeDayServer = ({ days, defaults, log }: DayServerDeps): FastifyInstance => {
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    serverFactory: (ownRoutes) =>
      createServer((request, response) => {
        const path = request.url?.split('?')[0] ?? '/';
        if (OWN_PATHS.includes(path)) return ownRoutes(request, response);
        if (path.startsWith(EXPORT_PATH) && !days.hasCalls()) return refuse(request, response);
        return days.current().routing(request, response);
      }),
  });

  app.put('/simulator/day', async (request, reply) => {
    const plan = DayPlan.partial().safeParse(request.body ?? {});
    if (!plan.success) return reply.code(400).send({ code: 'BAD_PLAN', message: plan.error.message });
    try {
      await days.begin({ ...defaults, ...plan.data });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return reply.code(400).send({ code: 'BAD_PLAN', message: error.message });
    }
    return { status: 'begun' };
  });
  return app;
};

/** A client waits and asks again, and draws no conclusion about its calls. */
const refuse = (request: IncomingMessage, response: ServerResponse): void => {
  request.resume();
  response
    .writeHead(503, { 'content-type': 'application/json' })
    .end(JSON.stringify({ code: 'NO_DAY', message: 'no day has begun: PUT /simulator/day' }));
};
