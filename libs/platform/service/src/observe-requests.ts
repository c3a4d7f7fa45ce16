import type { IncomingMessage, ServerResponse } from 'node:http';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawServerDefault,
} from 'fastify';
import { soleTenantOf } from './auth/authenticate.ts';
import type { Metrics } from './make-metrics.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** For answers without hooks: fastify calls none for an address that its router cannot read. */
    observeRequest(request: FastifyRequest, reply: FastifyReply): void;
    /** For a refusal that no request of fastify's belongs to. */
    countUnreadable(status: number): void;
  }
  interface FastifyReply {
    /** The `code` of the answer's body, where it has one. */
    answerCode?: string;
    /** The refusal is counted, but not logged: many of its kind were. */
    isQuiet?: boolean;
  }
}

type App<L extends FastifyBaseLogger> = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, L>;

/** Up to an hour, because a sender may upload slowly. */
const DURATION_BUCKETS_S = [0.005, 0.02, 0.1, 0.5, 1, 5, 15, 60, 300, 3_600];

/**
 * Counts and times every request, and logs one warning for each refused request (4xx). Server errors (5xx) are logged
 * where they happen.
 *
 * Lines and labels name the route, not the address: callers put phone numbers and tokens in the address.
 *
 * @param metrics absent: requests are only logged.
 * @param prefix of the metrics' names, `http` by default.
 */
export const observeRequests = <L extends FastifyBaseLogger>(
  app: App<L>,
  metrics?: Metrics,
  prefix = 'http',
): void => {
  keepAnswerCodes(app);
  const counters = metrics && makeRequestMetrics(metrics, prefix);
  const observe = makeObserver(counters);
  app.decorate('observeRequest', observe);
  app.decorate('countUnreadable', (status: number): void =>
    counters?.requests.inc({ route: 'none', status: String(status) }),
  );
  // fastify calls no onResponse for a sender that closes the connection before its answer.
  app.addHook('onSend', (request, reply, payload, done) => {
    if (reply.raw.destroyed) observe(request as FastifyRequest, reply as FastifyReply);
    else reply.raw.once('close', () => observe(request as FastifyRequest, reply as FastifyReply));
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    observe(request as FastifyRequest, reply as FastifyReply);
    done();
  });
};

const keepAnswerCodes = <L extends FastifyBaseLogger>(app: App<L>): void => {
  app.addHook('preSerialization', (_request, reply, payload, done) => {
    const code =
      typeof payload === 'object' && payload !== null && 'code' in payload ? payload.code : undefined;
    if (typeof code === 'string') reply.answerCode = code;
    done(null, payload);
  });
  app.addHook('onError', (_request, reply, { code }, done) => {
    reply.answerCode ??= code;
    done();
  });
};

const makeRequestMetrics = (metrics: Metrics, prefix: string) => ({
  requests: metrics.counter(`${prefix}_requests_total`, 'HTTP requests by route and status', [
    'route',
    'status',
  ]),
  durations: metrics.histogram(
    `${prefix}_request_duration_seconds`,
    'Time from a request to the end of its answer',
    ['route'],
    DURATION_BUCKETS_S,
  ),
  bytes: metrics.counter(
    `${prefix}_received_bytes_total`,
    'Bytes that clients sent, heads too, by the route of their request',
    ['route'],
  ),
});

/** Bytes that came on a connection since the answer before. What comes behind an answer counts for the next one. */
const makeByteCount = () => {
  const counted = new WeakMap<object, number>();
  return ({ socket }: IncomingMessage): number => {
    const bytes = socket.bytesRead ?? 0; // A request that a test injects has none.
    const before = counted.get(socket) ?? 0;
    counted.set(socket, bytes);
    return bytes - before;
  };
};

/** @returns a function that counts each answer once, however often it is called. */
const makeObserver = (counters: ReturnType<typeof makeRequestMetrics> | undefined) => {
  const observed = new WeakSet<FastifyReply>();
  const receivedBytes = makeByteCount();
  return (request: FastifyRequest, reply: FastifyReply): void => {
    if (observed.has(reply)) return;
    observed.add(reply);
    const route = request.routeOptions.url ?? 'none';
    const status = reply.statusCode;
    counters?.requests.inc({ route, status: String(status) });
    counters?.durations.observe({ route }, reply.elapsedTime / 1000);
    counters?.bytes.inc({ route }, receivedBytes(request.raw));
    if (status >= 400 && status < 500 && !reply.isQuiet) warnOfRefusal(request, reply, route);
  };
};

const warnOfRefusal = (request: FastifyRequest, reply: FastifyReply, route: string): void => {
  const { credential, method } = request;
  request.log.warn(
    {
      event: 'request_refused',
      method,
      route,
      status: reply.statusCode,
      code: reply.answerCode,
      credential: credential?.name,
      tenantId: request.tenantId ?? soleTenantOf(credential),
    },
    'a request was refused',
  );
};
