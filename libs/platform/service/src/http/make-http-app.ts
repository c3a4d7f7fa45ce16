import { randomBytes } from 'node:crypto';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  LogController,
  type RawServerDefault,
} from 'fastify';
import type { Logger } from '../make-logger.ts';
import type { Metrics } from '../make-metrics.ts';
import { observeRequests } from '../observe-requests.ts';
import { answerErrors, type ErrorAnswers } from './answer-errors.ts';
import { answerUnknownRoutes } from './answer-unknown-routes.ts';
import { makeClientErrorHandler, makeExpectationHandler } from './answer-unreadable-requests.ts';
import { closeAfterAnswer } from './close-after-answer.ts';
import { problemOfFastify } from './fastify-problems.ts';
import { refuseEncodings } from './refuse-encodings.ts';
import { sendProblem } from './send-problem.ts';

export type HttpAppOptions = ErrorAnswers & {
  readonly log: Logger;
  /** Where requests are counted; absent: they are not. */
  readonly metrics?: Metrics;
  /** Start of the names of the metrics; default `http`. */
  readonly metricPrefix?: string;
  /** Time for the head of a request, from its first byte or the opening of its connection. */
  readonly headersTimeoutMs?: number;
  /** Time for a whole request. */
  readonly requestTimeoutMs?: number;
  /** What only this app needs. */
  readonly fastify?: Omit<FastifyHttpOptions<RawServerDefault>, 'loggerInstance' | 'logger' | 'http'>;
};

const DEFAULT_HEADERS_TIMEOUT_MS = 15_000;
const DEFAULT_REQUEST_TIMEOUT_MS = 60_000;
/** How often Node looks for requests that are too slow. */
const TIMEOUT_CHECK_MS = 1_000;

/**
 * Makes the HTTP app of a service, without routes and port. Every error is answered in one form, also for unknown routes
 * and for what is not HTTP; it is logged as `request_refused` or `request_failed`, and counted. No log line and no answer
 * has the query of an address.
 */
export const makeHttpApp = (options: HttpAppOptions): FastifyInstance => {
  const { log, metrics, headersTimeoutMs = DEFAULT_HEADERS_TIMEOUT_MS } = options;
  const { requestTimeoutMs = DEFAULT_REQUEST_TIMEOUT_MS } = options;
  const unreadable = { log, count: (status: number): void => app.countUnreadable(status) };
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    // Fastify's own lines have the address with its query.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: makeRequestIds(),
    requestTimeout: requestTimeoutMs,
    return503OnClosing: false, // closeAfterAnswer answers instead.
    http: {
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      requireHostHeader: false, // Node would answer without a body; a hook below answers instead.
    },
    clientErrorHandler: makeClientErrorHandler(unreadable),
    // Fastify calls no hook for a request whose address its router cannot read, so it is counted here.
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply as FastifyReply, problemOfFastify(error) ?? UNREADABLE);
      app.observeRequest(request, reply as FastifyReply);
    },
    ...options.fastify,
  });
  app.server.on('checkExpectation', makeExpectationHandler(unreadable));
  observeRequests(app, metrics, options.metricPrefix);
  closeAfterAnswer(app);
  refuseWithoutHost(app);
  answerUnknownRoutes(app);
  refuseEncodings(app);
  answerErrors(app, log, options);
  return app;
};

const UNREADABLE = { status: 400, code: 'REQUEST_INVALID', detail: 'the request cannot be read' };

/** Ids that no other process and no restart repeats, so that an answer leads to its log lines. */
const makeRequestIds = (): (() => string) => {
  const prefix = randomBytes(6).toString('base64url');
  let count = 0;
  return () => `${prefix}-${((count += 1)).toString(36)}`;
};

/** RFC 9112: a request of HTTP/1.1 without Host is answered 400. */
const refuseWithoutHost = (app: FastifyInstance): void => {
  app.addHook('onRequest', ({ raw, headers }, reply, done) => {
    if (raw.httpVersion === '1.1' && headers.host === undefined) {
      sendProblem(reply, { status: 400, code: 'HOST_MISSING', detail: 'the header Host is missing' });
    } else done();
  });
};
