import { cutText } from '@recordings/call-record';
import type { FailureReport } from '@recordings/reconciliation';

/** UTF-8 bytes. Step Functions takes an answer of 256 KiB, and its states have other data beside it. */
const MAX_REPORTS_BYTES = 200_000;
/** UTF-8 bytes of each reason if all of them are too many: the code, and the begin of the text. */
const SHORT_REASON_BYTES = 100;

type Body = FailureReport['body'];

/**
 * The reports of a window, small enough for an answer to Step Functions. If they are too large, their reasons are cut. If that
 * is not enough, which takes ids of hundreds of characters, the first ones are taken. The item of the window has every call and
 * its whole reason.
 */
export const fitReports = (bodies: readonly Body[]): readonly Body[] => {
  if (bytesOf(bodies) <= MAX_REPORTS_BYTES) return bodies;
  const short = bodies.map((body) => ({
    ...body,
    failureReason: cutText(body.failureReason, SHORT_REASON_BYTES),
  }));
  let left = MAX_REPORTS_BYTES;
  const end = short.findIndex((body) => {
    left -= bytesOf(body) + 1;
    return left < 0;
  });
  return end === -1 ? short : short.slice(0, end);
};

const bytesOf = (value: object): number => Buffer.byteLength(JSON.stringify(value));
