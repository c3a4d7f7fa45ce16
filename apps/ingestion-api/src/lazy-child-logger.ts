import type { FastifyBaseLogger, FastifyServerOptions } from 'fastify';

type MakeChild = NonNullable<FastifyServerOptions['childLoggerFactory']>;
type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/**
 * The logger of a request, which is made when the request first logs. Fastify makes one for each request, and pino
 * prepares its redaction each time. Only requests that are refused or fail log by it.
 */
export const lazyChildLogger: MakeChild = (logger, bindings, options) => {
  let child: FastifyBaseLogger | undefined;
  const log = (): FastifyBaseLogger => (child ??= logger.child(bindings, options));
  const at =
    (level: Level) =>
    (...line: [object, string]): void =>
      log()[level](...line);
  return {
    level: logger.level,
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    silent: at('silent'),
    child: (...given: Parameters<FastifyBaseLogger['child']>) => log().child(...given),
  } as FastifyBaseLogger;
};
