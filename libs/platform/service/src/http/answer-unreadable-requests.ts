import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Logger } from '../make-logger.ts';
import { PROBLEM_TYPE, type Problem, problemOf, rawAnswerOf } from './problem.ts';

export type UnreadableDeps = {
  readonly log: Logger;
  /** Counts a refused request that has no route. */
  readonly count: (status: number) => void;
};

type ParserError = NodeJS.ErrnoException;

const refusals = {
  tooLarge: problemOf({ status: 431, code: 'HEADERS_TOO_LARGE', detail: 'the headers have too many bytes' }),
  tooSlow: problemOf({
    status: 408,
    code: 'REQUEST_TOO_SLOW',
    detail: 'the request did not arrive in its time',
  }),
  chunkExtensions: problemOf({
    status: 413,
    code: 'BODY_TOO_LARGE',
    detail: 'the chunk extensions are too large',
  }),
  malformed: problemOf({ status: 400, code: 'REQUEST_MALFORMED', detail: 'the request is not HTTP' }),
} as const;

/** Answers what Node's HTTP parser refuses. There is no request then, only a connection. */
export const makeClientErrorHandler =
  ({ log, count }: UnreadableDeps) =>
  (error: ParserError, socket: Socket): void => {
    // The client has gone, or it opened a connection and sent nothing: it does not wait for an answer.
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    if (socket.bytesRead === 0) {
      socket.destroy();
      return;
    }
    const problem = problemOfParser(error);
    count(problem.status);
    // Not the error itself: it has the bytes that were received.
    const line = { event: 'request_refused', route: 'none', status: problem.status, code: problem.code };
    log.warn({ ...line, parserCode: error.code }, 'a request was refused');
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    socket.end(rawAnswerOf(problem), () => socket.destroySoon());
  };

const problemOfParser = ({ code }: ParserError): Problem => {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return refusals.tooLarge;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return refusals.tooSlow;
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return refusals.chunkExtensions;
    default:
      return refusals.malformed;
  }
};

const expectationUnknown = problemOf({
  status: 417,
  code: 'EXPECTATION_UNKNOWN',
  detail: 'the only expectation that is known is 100-continue',
});

/** Answers a request whose `Expect` is not `100-continue`. Node would answer it without a body. */
export const makeExpectationHandler =
  ({ log, count }: UnreadableDeps) =>
  (_: IncomingMessage, response: ServerResponse): void => {
    const { status, code } = expectationUnknown;
    count(status);
    log.warn({ event: 'request_refused', route: 'none', status, code }, 'a request was refused');
    response
      .writeHead(status, { 'content-type': `${PROBLEM_TYPE}; charset=utf-8`, connection: 'close' })
      .end(JSON.stringify(expectationUnknown));
  };
