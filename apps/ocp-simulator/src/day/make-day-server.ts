import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Logger, makeHttpApp, sendProblem } from '@recordings/service';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { DayPlan } from './day-plan.ts';
import type { Days } from './make-days.ts';

export type DayServerDeps = {
  readonly days: Days;
  /** Completes a plan that leaves fields out. */
  readonly defaults: DayPlan;
  readonly log: Logger;
};

const OWN_PATHS: readonly string[] = ['/simulator/day'];
/** Of each form of the Export API. */
const EXPORT_PATHS: readonly string[] = ['/recordings/', '/api/v2/'];

/** Serves the current day, and `PUT /simulator/day`, which begins another. Not listening yet. */
export const makeDayServer = ({ days, defaults, log }: DayServerDeps): FastifyInstance => {
  const app = makeHttpApp({
    log,
    fastify: {
      forceCloseConnections: true,
      serverFactory: (ownRoutes) =>
        createServer((request, response) => {
          const path = request.url?.split('?')[0] ?? '/';
          if (OWN_PATHS.includes(path)) return ownRoutes(request, response);
          if (EXPORT_PATHS.some((prefix) => path.startsWith(prefix)) && !days.hasCalls())
            return refuse(request, response);
          return days.current().routing(request, response);
        }),
    },
  });

  app.put('/simulator/day', async (request, reply) => {
    const plan = DayPlan.partial().safeParse(request.body ?? {});
    if (!plan.success) return refusePlan(reply, plan.error.message);
    try {
      await days.begin({ ...defaults, ...plan.data });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return refusePlan(reply, error.message);
    }
    return { status: 'begun' };
  });
  return app;
};

const refusePlan = (reply: FastifyReply, detail: string): FastifyReply =>
  sendProblem(reply, { status: 400, code: 'BAD_PLAN', detail });

/** Answers as OCP does. A client waits and asks again, and draws no conclusion about its calls. */
const refuse = (request: IncomingMessage, response: ServerResponse): void => {
  request.resume();
  response
    .writeHead(503, { 'content-type': 'application/json' })
    .end(JSON.stringify({ code: 'NO_DAY', message: 'no day has begun: PUT /simulator/day' }));
};
