import type { FastifyInstance } from 'fastify';
import type { Metrics } from './make-metrics.ts';

/** `true` if the check is good, else `false` or the last error. The answer repeats that error: put no secrets in it. */
export type ReadyCheck = boolean | { readonly error: string };
/** Named checks of the things that the service needs. It is ready if all are true. */
export type ReadyChecks = () => Promise<Readonly<Record<string, ReadyCheck>>>;

export type MonitoringDeps = { readonly metrics: Metrics; readonly ready: ReadyChecks };

/**
 * Puts `/health/live`, `/health/ready` and `/metrics` on an app.
 *
 * Live says only that the process answers, because a restart does not repair a dependency. Ready answers 503 if a check
 * is not true, with its error in `errors`. If the checks themselves fail it answers `check: false`; while the service
 * stops, `running: false`.
 */
export const registerMonitoring = (
  app: FastifyInstance,
  { metrics, ready, isStopping }: MonitoringDeps & { readonly isStopping: () => boolean },
): void => {
  app.get('/health/live', () => ({ status: 'live' }));

  app.get('/health/ready', async (request, reply) => {
    const checks = isStopping()
      ? stopping
      : await ready().catch((error: unknown) => {
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

  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.exposition()),
  );
};

const stopping: Readonly<Record<string, ReadyCheck>> = { running: { error: 'the service is stopping' } };

/** @returns undefined, which JSON leaves out, if no check has an error text. */
const errorsIn = (checks: readonly [string, ReadyCheck][]): Record<string, string> | undefined => {
  const errors = checks.flatMap(([name, check]) => (typeof check === 'object' ? [[name, check.error]] : []));
  return errors.length === 0 ? undefined : Object.fromEntries(errors);
};
