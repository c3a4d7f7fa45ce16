import pino, { type DestinationStream } from 'pino';
import { protectLine } from './protect-line.ts';
import { serializeError } from './serialize-error.ts';

export type Logger = pino.Logger;

export type LoggerOptions = {
  readonly service: string;
  /** An unknown level counts as `info`, so that a wrong LOG_LEVEL can be reported. */
  readonly level: string;
};

/**
 * Logs JSON lines to stdout; each line carries an `event` name.
 *
 * Lines are written synchronously, so that the last lines before an exit arrive. A pino transport would hang in a bundle.
 */
export const makeLogger = ({ service, level }: LoggerOptions, destination?: DestinationStream): Logger =>
  pino(
    {
      level: level === 'silent' || level in pino.levels.values ? level : 'info',
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: protectLine },
      serializers: { err: serializeError, req: serializeRequest, res: serializeResponse },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );

/** Leaves out the query string: callers put phone numbers and tokens there. */
const serializeRequest = ({ method, url }: { method?: string; url?: string }): object => ({
  method,
  path: url?.split('?')[0],
});

const serializeResponse = ({ statusCode }: { statusCode?: number }): object => ({ statusCode });
