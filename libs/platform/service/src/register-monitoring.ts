import type { FastifyInstance } from 'fastify';
import type { Metrics } from './make-metrics.ts';

/**
 * `true` if the check is good, else `false` or the last error. With a `warning` the service is ready: most of its work goes
 * on. The answer repeats errors and warnings: put no secrets in them.
 */
export type ReadyCheck = boolean | { readonly error: string } | { readonly warning: string };
/** Named checks of the things that the service needs. It is ready if all are true. */
export type ReadyChecks = () => Promise<Readonly<Record<string, ReadyCheck>>>;

export type MonitoringDeps = { readonly metrics: Metrics; readonly ready: ReadyChecks };

/**
 * Puts `/health/live`, `/health/ready` and `/metrics` on an app.
 *
 * Live says only that the process answers, because a restart does not repair a dependency. Ready answers 503 if a check
 * is not true, with its error in `errors`. A warning is in `warnings` and does not count. If the checks themselves fail it answers `check: false`; while the service
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
    const isReady = entries.every(([, check]) => isGood(check));
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? 'ready' : 'not_ready',
      checks: Object.fromEntries(entries.map(([name, check]) => [name, isGood(check)])),
      errors: textsIn(entries, (check) => (hasField(check, 'error') ? check.error : undefined)),
      warnings: textsIn(entries, (check) => (hasField(check, 'warning') ? check.warning : undefined)),
    });
  });

  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.exposition()),
  );
};

const stopping: Readonly<Record<string, ReadyCheck>> = { running: { error: 'the service is stopping' } };

const hasField = <F extends string>(
  check: ReadyCheck,
  field: F,
): check is Extract<ReadyCheck, Record<F, string>> => typeof check === 'object' && field in check;

const isGood = (check: ReadyCheck): boolean => check === true || hasField(check, 'warning');

/** @returns undefined, which JSON leaves out, if no check has such a text. */
const textsIn = (
  checks: readonly [string, ReadyCheck][],
  textOf: (check: ReadyCheck) => string | undefined,
): Record<string, string> | undefined => {
  const texts = checks.flatMap(([name, check]) => {
    const text = textOf(check);
    return text === undefined ? [] : [[name, text]];
  });
  return texts.length === 0 ? undefined : Object.fromEntries(texts);
};
