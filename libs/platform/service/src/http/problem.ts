import { STATUS_CODES } from 'node:http';
import { redactText } from '@recordings/pii';

export const PROBLEM_TYPE = 'application/problem+json';

/** An error answer of RFC 9457. */
export type Problem = {
  /** `urn:recordings:problem:` and the code. */
  readonly type: string;
  /** The code in words: the same for every answer with this code. */
  readonly title: string;
  readonly status: number;
  /** What is wrong with this request, for a person. */
  readonly detail: string;
  /** `urn:recordings:request:` and the `reqId` of the request's log lines; absent if no request could be read. */
  readonly instance?: string;
  /** Stable: programs may compare it. */
  readonly code: string;
  /** The same text as `detail`: the answers had it under this name before. */
  readonly message: string;
};

export type ProblemInput = {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
};

/** A detail may repeat what was sent, so telephone numbers, cards and tokens are replaced: proxies keep answers. */
export const problemOf = ({
  status,
  code,
  detail: given,
  requestId,
}: ProblemInput & { readonly requestId?: string }): Problem => {
  const detail = redactText(given);
  return {
    type: `urn:recordings:problem:${code}`,
    title: titleOf(code),
    status,
    detail,
    ...(requestId !== undefined && { instance: `urn:recordings:request:${requestId}` }),
    code,
    message: detail,
  };
};

/** A whole answer for a connection whose request could not be read, so that there is no response object for it. */
export const rawAnswerOf = (problem: Problem): string => {
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `Content-Type: ${PROBLEM_TYPE}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
};

const titleOf = (code: string): string => {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
