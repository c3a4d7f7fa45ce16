import type { FastifyError } from 'fastify';
import type { ProblemInput } from './problem.ts';

/** Fastify's own messages repeat the address and headers of the request, so each code has a text of ours. */
const known: Readonly<Record<string, ProblemInput>> = {
  FST_ERR_BAD_URL: { status: 400, code: 'ADDRESS_INVALID', detail: 'the address cannot be read' },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 414,
    code: 'ADDRESS_TOO_LONG',
    detail: 'a part of the path is too long',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'BODY_TOO_LARGE',
    detail: 'the body has more bytes than this route accepts',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    code: 'BODY_LENGTH_WRONG',
    detail: 'the body is not as long as its Content-Length',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'MEDIA_TYPE_UNKNOWN',
    detail: 'this route does not read bodies of this Content-Type',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'BODY_NOT_JSON', detail: 'the body is not JSON' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400, code: 'BODY_NOT_JSON', detail: 'the body is empty' },
  FST_ERR_VALIDATION: { status: 400, code: 'REQUEST_INVALID', detail: 'the request is not as documented' },
  FST_INVALID_MULTIPART_CONTENT_TYPE: {
    status: 415,
    code: 'FORM_EXPECTED',
    detail: 'the Content-Type is not multipart/form-data with a boundary',
  },
};

/** @returns undefined if the error is no fault of the request. */
export const problemOfFastify = ({ code, statusCode }: Partial<FastifyError>): ProblemInput | undefined => {
  if (code !== undefined && Object.hasOwn(known, code)) return known[code];
  if (statusCode === undefined || statusCode < 400 || statusCode > 499) return undefined;
  if (statusCode === 413)
    return { status: 413, code: 'FORM_TOO_LARGE', detail: 'the form has too many parts' };
  return { status: statusCode, code: 'REQUEST_INVALID', detail: 'the request cannot be read' };
};
