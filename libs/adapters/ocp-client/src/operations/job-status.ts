import {
  type JobStatus,
  OcpExpiredError,
  OcpNotFoundError,
  OcpThrottledError,
  OcpTimeoutError,
} from '@recordings/reconciliation';
import type { JobStatusAnswer } from '../dialect/read-jobs.ts';
import type { OcpCall, OcpHttp } from '../ocp-http.ts';
import { discardBody } from '../ocp-response.ts';
import { readAnswer } from '../read-answer.ts';

const NOT_FOUND = 404;
const GONE = 410;

type Answered = JobStatusAnswer | { readonly isAbsent: boolean };

/** Reads the status of a job, or that OCP does not have the job. */
const readStatus = (
  http: OcpHttp,
  exportJobId: string,
  signal: AbortSignal,
  unrepeated: OcpCall<Answered>['unrepeated'] = [],
): Promise<Answered> => {
  const { dialect, api } = http;
  // With error codes, the body may say something else than the HTTP status. Without any, it is not read.
  const gone = Object.keys(api.refusals.meanings).length === 0 ? [NOT_FOUND, GONE] : [];
  return http.get(
    {
      operation: 'jobStatus',
      values: { exportJobId },
      accepts: [200, ...gone],
      read: async (response): Promise<Answered> => {
        const { statusCode } = response;
        if (statusCode === 200)
          return dialect.readStatus(await readAnswer('jobStatus', api.refusals, response));
        await discardBody(response);
        return { isAbsent: statusCode === NOT_FOUND };
      },
      readRefusal,
      unrepeated,
    },
    signal,
  );
};

const readRefusal = (error: unknown): Answered | undefined => {
  if (error instanceof OcpNotFoundError) return { isAbsent: true };
  return error instanceof OcpExpiredError ? { isAbsent: false } : undefined;
};

export const jobStatus = async (
  http: OcpHttp,
  exportJobId: string,
  signal: AbortSignal,
): Promise<JobStatus> => {
  // The poll is repeated by a message.
  const unrepeated = [OcpThrottledError, OcpTimeoutError];
  const answered = await readStatus(http, exportJobId, signal, unrepeated);
  if ('isAbsent' in answered) {
    return answered.isAbsent
      ? { status: 'ABSENT', raw: String(NOT_FOUND) }
      : { status: 'EXPIRED', raw: String(GONE) };
  }
  const { resultLink: _, ...status } = answered;
  return status;
};

/** The link that OCP gives with the status of a finished job. It may expire, so it is read when it is needed. */
export const readResultLink = async (
  http: OcpHttp,
  exportJobId: string,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const answered = await readStatus(http, exportJobId, signal);
  return 'isAbsent' in answered ? undefined : answered.resultLink;
};
