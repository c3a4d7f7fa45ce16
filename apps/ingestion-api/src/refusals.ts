import type { CursorInvalidError, QuestionInvalidError } from '@recordings/call-questions';
import type { TooManyEventsError } from '@recordings/event-intake';
import { DomainError } from '@recordings/fault';
import type { Admission, ChecksumInvalidError, RecordingTooLargeError } from '@recordings/recording-intake';
import { sendProblem } from '@recordings/service';
import type { FastifyReply } from 'fastify';
import type { BodyTooSlowError } from './admission/errors.ts';
import type { BodyTooLargeError } from './read-body.ts';
import type { FormInvalidError, UploadBrokenOffError } from './recordings/errors.ts';

/** Codes of errors that are the sender's to correct. Any other error is ours: 503, and the sender sends again. */
type ErrorCode = (
  | BodyTooLargeError
  | TooManyEventsError
  | BodyTooSlowError
  | ChecksumInvalidError
  | CursorInvalidError
  | FormInvalidError
  | QuestionInvalidError
  | RecordingTooLargeError
  | UploadBrokenOffError
)['code'];

/** Every code that this API answers for a request that the sender must change. */
export type RefusalCode =
  | ErrorCode
  | Extract<Admission, { kind: 'refused' }>['code']
  | 'CALL_NOT_FOUND'
  | 'CHECKSUM_MISMATCH'
  | 'EVENTS_MISSING'
  | 'EVENTS_NOT_TEXT'
  | 'EVENTS_TOO_LARGE'
  | 'EVENTS_UNDECODABLE'
  | 'FILE_MISSING'
  | 'FORM_EXPECTED'
  | 'RECORDING_EXPECTED'
  | 'SCOPE_MISSING';

export const statusByCode = {
  BODY_TOO_LARGE: 413,
  BODY_TOO_SLOW: 408,
  CALL_NOT_FOUND: 404,
  CALL_UNIDENTIFIED: 400,
  CHECKSUM_INVALID: 400,
  CHECKSUM_MISMATCH: 400,
  CURSOR_INVALID: 400,
  EVENTS_MISSING: 400,
  EVENTS_NOT_TEXT: 415,
  EVENTS_TOO_LARGE: 413,
  EVENTS_TOO_MANY: 413,
  EVENTS_UNDECODABLE: 415,
  FILE_MISSING: 400,
  FORM_EXPECTED: 415,
  FORM_INVALID: 400,
  QUESTION_INVALID: 400,
  RECORDING_EXPECTED: 415,
  RECORDING_TOO_LARGE: 413,
  SCOPE_MISSING: 403,
  TENANT_FORBIDDEN: 403,
  UPLOAD_BROKEN_OFF: 400,
} as const satisfies Record<RefusalCode, 400 | 403 | 404 | 408 | 413 | 415>;

/** Answers a request that the sender must change. */
export const refuse = (reply: FastifyReply, code: RefusalCode, detail: string): FastifyReply =>
  sendProblem(reply, { status: statusByCode[code], code, detail });

/** @returns undefined if the error is not the sender's to correct. */
export const refusalStatusOf = (error: unknown): number | undefined =>
  error instanceof DomainError && Object.hasOwn(statusByCode, error.code)
    ? statusByCode[error.code as RefusalCode]
    : undefined;
