import multipart from '@fastify/multipart';
import { DomainError } from '@recordings/fault';
import { type Logger, type Metrics, type ReadyChecks, registerOperations } from '@recordings/service';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { type CallsRouteDeps, registerCallsRoute } from './calls/calls-route.ts';
import { closeAfterAnswer } from './close-after-answer.ts';
import { dropUnreadBodies } from './drop-unread-bodies.ts';
import { type EventsRouteDeps, registerEventsRoute } from './events/events-route.ts';
import { registerMultipartRoute } from './recordings/multipart-route.ts';
import { registerRawRoute } from './recordings/raw-route.ts';
import type { TakeInDeps } from './recordings/take-in-recording.ts';

export type AppDeps = EventsRouteDeps &
  TakeInDeps &
  CallsRouteDeps & {
    readonly processMetrics: Metrics;
    readonly ready: ReadyChecks;
    readonly maxRecordingBytes: number;
  };

/** The API without a port, so that tests can inject requests. */
export const buildApp = async (deps: AppDeps): Promise<FastifyInstance> => {
  const app: FastifyInstance = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // A slow sender may take as long as it likes between bytes up to this; then its connection ends.
    requestTimeout: 0,
    connectionTimeout: 60_000,
    routerOptions: { maxParamLength: 512 },
    frameworkErrors: (error, request, reply) => refuseAddress(app, error, request, reply as FastifyReply),
  });
  await app.register(multipart, {
    // One byte more than is allowed, so that too large is told from just large enough.
    limits: { fileSize: deps.maxRecordingBytes + 1, files: 1, fields: 20, fieldSize: 4_096 },
    throwFileSizeLimit: false,
  });
  takeBodiesAsTheyCome(app);
  dropUnreadBodies(app);
  closeAfterAnswer(app);
  answerErrors(app, deps.log);
  registerOperations(app, { metrics: deps.processMetrics, ready: deps.ready });
  registerEventsRoute(app, deps);
  registerMultipartRoute(app, deps);
  registerRawRoute(app, deps);
  registerCallsRoute(app, deps);
  return app;
};

/** No hook and no handler of ours sees a request whose address no router can read. */
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

/** Events are read as bytes, so that a body that is no JSON can be quarantined as it came; recordings stay a stream. */
const takeBodiesAsTheyCome = (
  app: Pick<FastifyInstance, 'removeContentTypeParser' | 'addContentTypeParser'>,
): void => {
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser(
    ['application/json', 'application/x-ndjson', 'text/plain'],
    { parseAs: 'buffer' },
    (_, body, done) => done(null, body),
  );
  app.addContentTypeParser(/^(audio\/|application\/octet-stream)/, (_, __, done) => done(null));
};

/** What the sender did wrong. */
const refusals: Readonly<Record<string, number>> = {
  RECORDING_TOO_LARGE: 413,
  FORM_INVALID: 400,
  CHECKSUM_INVALID: 400,
  UPLOAD_BROKEN_OFF: 400,
};

const httpStatus = (error: FastifyError | DomainError): number => {
  if (error instanceof DomainError) return refusals[error.code] ?? 503;
  // Any other fault of ours is transient to the sender: it sends again, and nothing is lost.
  return error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 503;
};

const answerErrors = (app: FastifyInstance, log: Logger): void => {
  app.setNotFoundHandler((_, reply) =>
    reply.code(404).send({ code: 'ROUTE_UNKNOWN', message: 'this API has no such method and path' }),
  );
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = httpStatus(error);
    const path = request.url.split('?')[0]; // Callers put phone numbers and tokens behind it.
    if (status >= 500) {
      log.error({ event: 'request_failed', err: error, path, status }, 'a request failed');
      return reply
        .code(status)
        .header('retry-after', '1')
        .send({ code: 'TRY_AGAIN', message: 'not durable yet; send it again' });
    }
    return reply.code(status).send({ code: error.code, message: error.message });
  });
};
