import type { Logger } from '@recordings/service';
import type { FastifyBaseLogger, FastifyServerOptions } from 'fastify';

type MakeChild = NonNullable<FastifyServerOptions['childLoggerFactory']>;
type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** A logger that is made when it first writes a line. */
type LazyLogger = {
  readonly parent: Pick<Logger, 'isLevelEnabled'>;
  readonly make: () => FastifyBaseLogger;
  made: FastifyBaseLogger | undefined;
};

const loggerOf = (lazy: LazyLogger): FastifyBaseLogger => (lazy.made ??= lazy.make());

const at = (level: Level) =>
  function (this: LazyLogger, ...line: [object, string]): void {
    if (this.parent.isLevelEnabled(level)) loggerOf(this)[level](...line);
  };

/** All requests share them. */
const methods = {
  trace: at('trace'),
  debug: at('debug'),
  info: at('info'),
  warn: at('warn'),
  error: at('error'),
  fatal: at('fatal'),
  silent: at('silent'),
  child(this: LazyLogger, ...given: Parameters<FastifyBaseLogger['child']>): FastifyBaseLogger {
    return loggerOf(this).child(...given);
  },
};

/**
 * The logger of a request, which is made when it first writes a line. Fastify makes one for each request, and its parser of
 * forms logs at `debug`. Only requests that are refused or fail write a line by it.
 */
export const lazyChildLogger: MakeChild = (logger, bindings, options) => {
  const parent = logger as Logger; // The one that the app was made with.
  const lazy: LazyLogger = { parent, make: () => logger.child(bindings, options), made: undefined };
  return Object.assign(Object.create(methods) as FastifyBaseLogger, lazy, { level: logger.level });
};
