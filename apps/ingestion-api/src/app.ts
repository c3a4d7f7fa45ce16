import multipart from '@fastify/multipart';
import { type Logger, type Metrics, makeHttpApp, refuseOpenRoutes } from '@recordings/service';
import type { FastifyInstance } from 'fastify';
import { type AdmissionOptions, startAdmission } from './admission/start-admission.ts';
import { type CallsRouteDeps, registerCallsRoute } from './calls/calls-route.ts';
import { type CompletenessRouteDeps, registerCompletenessRoute } from './calls/completeness-route.ts';
import { type FindCallsRouteDeps, registerFindCallsRoute } from './calls/find-calls-route.ts';
import { dropUnreadBodies } from './drop-unread-bodies.ts';
import { type EventsRouteDeps, registerEventsRoute } from './events/events-route.ts';
import { continueWhenAdmitted } from './expect-continue.ts';
import { lazyChildLogger } from './lazy-child-logger.ts';
import { registerDocsRoutes } from './openapi/docs-route.ts';
import { parseBodies } from './parse-bodies.ts';
import type { UploadRouteDeps } from './recordings/answer-upload.ts';
import { registerMultipartRoute } from './recordings/multipart-route.ts';
import { registerRawRoute } from './recordings/raw-route.ts';
import { refusalStatusOf } from './refusals.ts';

export type AppDeps = EventsRouteDeps &
  UploadRouteDeps &
  CallsRouteDeps &
  FindCallsRouteDeps &
  CompletenessRouteDeps & {
    readonly log: Logger;
    readonly processMetrics: Metrics;
    readonly keepAliveMs: number;
    readonly headersTimeoutMs: number;
    /** Proxies whose X-Forwarded-For is believed. */
    readonly trustedProxies: number;
    readonly admission: AdmissionOptions;
  };

/** The API without a port, so that tests can inject requests. */
export const buildApp = async (deps: AppDeps): Promise<FastifyInstance> => {
  const app = makeApp(deps);
  refuseOpenRoutes(app);
  await app.register(multipart, {
    // One byte above the limit: a file of exactly the limit is accepted, a larger one is cut and recognised.
    limits: { fileSize: deps.maxRecordingBytes + 1, files: 3, fields: 1_000, fieldSize: 4_096 },
    isPartAFile,
    throwFileSizeLimit: false,
  });
  await startAdmission(app, deps.admission);
  continueWhenAdmitted(app);
  parseBodies(app);
  dropUnreadBodies(app);
  registerEventsRoute(app, deps);
  registerMultipartRoute(app, deps);
  registerRawRoute(app, deps);
  registerCallsRoute(app, deps);
  registerFindCallsRoute(app, deps);
  registerCompletenessRoute(app, deps);
  registerDocsRoutes(app);
  return app;
};

/** Some senders give the recording a type and no name. */
const isPartAFile = (
  _: string | undefined,
  type: string | undefined,
  fileName: string | undefined,
): boolean => fileName !== undefined || /^(audio\/|application\/octet-stream|binary\/)/i.test(type ?? '');

/** The whole time of a request is a little longer than that of an upload, whose end has an answer of its own. */
const REQUEST_MARGIN_MS = 30_000;

const makeApp = ({ log, processMetrics, maxUploadMs, headersTimeoutMs, ...deps }: AppDeps): FastifyInstance =>
  makeHttpApp({
    log,
    headersTimeoutMs,
    metrics: processMetrics,
    refusalStatusOf,
    // An error of ours asks the sender to send again.
    serverFault: {
      status: 503,
      code: 'TRY_AGAIN',
      detail: 'not durable yet; send it again',
      retryAfterS: 1,
    },
    requestTimeoutMs: maxUploadMs + REQUEST_MARGIN_MS,
    fastify: {
      childLoggerFactory: lazyChildLogger,
      // Longest silence between two bytes of a request.
      connectionTimeout: 60_000,
      keepAliveTimeout: deps.keepAliveMs,
      // The addresses in front of it count from the socket's, which is 0.
      trustProxy: (_, hop) => hop < deps.trustedProxies,
      routerOptions: { maxParamLength: 512 },
    },
  });
