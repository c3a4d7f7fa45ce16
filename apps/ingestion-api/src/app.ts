import multipart from '@fastify/multipart';
import { type Logger, type Metrics, observeRequests } from '@recordings/service';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { answerErrors } from './answer-errors.ts';
import { type CallsRouteDeps, registerCallsRoute } from './calls/calls-route.ts';
import { closeAfterAnswer } from './close-after-answer.ts';
import { dropUnreadBodies } from './drop-unread-bodies.ts';
import { type EventsRouteDeps, registerEventsRoute } from './events/events-route.ts';
import { lazyChildLogger } from './lazy-child-logger.ts';
import { parseBodies } from './parse-bodies.ts';
import type { UploadRouteDeps } from './recordings/answer-upload.ts';
import { registerMultipartRoute } from './recordings/multipart-route.ts';
import { registerRawRoute } from './recordings/raw-route.ts';

export type AppDeps = EventsRouteDeps &
  UploadRouteDeps &
  CallsRouteDeps & {
    readonly log: Logger;
    readonly processMetrics: Metrics;
    readonly maxRecordingBytes: number;
    readonly keepAliveMs: number;
  };

/** The API without a port, so that tests can inject requests. */
export const buildApp = async (deps: AppDeps): Promise<FastifyInstance> => {
  const app = makeFastify(deps);
  await app.register(multipart, {
    // One byte above the limit: a file of exactly the limit is accepted, a larger one is cut and recognised.
    limits: { fileSize: deps.maxRecordingBytes + 1, files: 3, fields: 1_000, fieldSize: 4_096 },
    isPartAFile,
    throwFileSizeLimit: false,
  });
  parseBodies(app);
  dropUnreadBodies(app);
  closeAfterAnswer(app);
  answerErrors(app, deps.log);
  observeRequests(app, deps.processMetrics);
  registerEventsRoute(app, deps);
  registerMultipartRoute(app, deps);
  registerRawRoute(app, deps);
  registerCallsRoute(app, deps);
  return app;
};

/** Some senders give the recording a type and no name. */
const isPartAFile = (
  _: string | undefined,
  type: string | undefined,
  fileName: string | undefined,
): boolean => fileName !== undefined || /^(audio\/|application\/octet-stream|binary\/)/i.test(type ?? '');

const makeFastify = ({ log, keepAliveMs }: Pick<AppDeps, 'log' | 'keepAliveMs'>): FastifyInstance => {
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    childLoggerFactory: lazyChildLogger,
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: 0,
    // Longest silence between two bytes of a request. A slow sender has as long as it needs in all.
    connectionTimeout: 60_000,
    keepAliveTimeout: keepAliveMs,
    routerOptions: { maxParamLength: 512 },
    frameworkErrors: (error, request, reply) => refuseAddress(app, error, request, reply as FastifyReply),
  });
  return app;
};

/** Fastify calls no hook for a request whose address its router cannot read, so it is counted here. */
const refuseAddress = (
  app: FastifyInstance,
  { code, statusCode = 400 }: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void => {
  reply.answerCode = code;
  void reply.code(statusCode).send({ code, message: 'the address cannot be read' });
  app.observeRequest(request, reply);
};
