import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { Metrics } from './make-metrics.ts';
import { observeRequests } from './observe-requests.ts';

/** `true` if the service can work; else `false`, or the last error, which the answer repeats: no secrets. */
export type ReadyCheck = boolean | { readonly error: string };
/** Named checks of what the service needs to work; all true means ready. */
export type ReadyChecks = () => Promise<Readonly<Record<string, ReadyCheck>>>;

export type OperationsDeps = { readonly metrics: Metrics; readonly ready: ReadyChecks };

/** Probes come every few seconds; only their failures are worth a line. */
const quiet = { logLevel: 'warn' } as const;

/**
 * Puts `/health/live`, `/health/ready` and `/metrics` on an app, and counts the requests of all its routes.
 *
 * Live says only that the process answers: a restart cures no dependency. Ready answers 503 when a check is
 * not true, with its error in `errors`, and with `check: false` when checking itself failed.
 */
export const registerOperations = <L extends FastifyBaseLogger>(
  app: FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, L>,
  { metrics, ready }: OperationsDeps,
): void => {
  observeRequests(app, metrics);
  app.get('/health/live', quiet, () => ({ status: 'live' }));

  app.get('/health/ready', quiet, async (request, reply) => {
    const checks = await ready().catch((error: unknown) => {
      request.log.warn({ err: error, event: 'ready_check_failed' }, 'the readiness check failed');
      return { check: false };
    });
    const entries: [string, ReadyCheck][] = Object.entries(checks);
    const isReady = entries.every(([, check]) => check === true);
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? 'ready' : 'not_ready',
      checks: Object.fromEntries(entries.map(([name, check]) => [name, check === true])),
      errors: errorsIn(entries),
    });
  });

  app.get('/metrics', quiet, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.exposition()),
  );
};

/** @returns undefined, which JSON leaves out, if no check has an error text. */
const errorsIn = (checks: readonly [string, ReadyCheck][]): Record<string, string> | undefined => {
  const errors = checks.flatMap(([name, check]) => (typeof check === 'object' ? [[name, check.error]] : []));
  return errors.length === 0 ? undefined : Object.fromEntries(errors);
};
