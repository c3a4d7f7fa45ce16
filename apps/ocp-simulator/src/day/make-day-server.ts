import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type Logger, makeHttpApp, sendProblem } from '@recordings/service';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Tls } from '../auth/tls.ts';
import { DayPlan } from './day-plan.ts';
import type { Days } from './make-days.ts';

export type DayServerDeps = {
  readonly days: Days;
  /** Completes a plan that leaves fields out. */
  readonly defaults: DayPlan;
  readonly log: Logger;
  readonly tls?: Tls | undefined;
};

const OWN_PATHS: readonly string[] = ['/simulator/day'];
/** Of each form of the Export API. */
const EXPORT_PATHS: readonly string[] = ['/recordings/', '/api/v2/'];

/** Serves the current day, and `PUT /simulator/day`, which begins another. Not listening yet. */
export const makeDayServer = ({ days, defaults, log, tls }: DayServerDeps): FastifyInstance => {
  const app = makeHttpApp({
    log,
    fastify: {
      forceCloseConnections: true,
      serverFactory: (ownRoutes) =>
        serverOf(tls, (request, response) => {
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

/** Connections without a client certificate are taken: the Export API refuses their requests. */
const serverOf = (tls: Tls | undefined, listener: RequestListener) =>
  tls
    ? createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, listener)
    : createServer(listener);

const refusePlan = (reply: FastifyReply, detail: string): FastifyReply =>
  sendProblem(reply, { status: 400, code: 'BAD_PLAN', detail });

/** Answers as OCP does. A client waits and asks again, and draws no conclusion about its calls. */
const refuse = (request: IncomingMessage, response: ServerResponse): void => {
  request.resume();
  response
    .writeHead(503, { 'content-type': 'application/json' })
    .end(JSON.stringify({ code: 'NO_DAY', message: 'no day has begun: PUT /simulator/day' }));
};
