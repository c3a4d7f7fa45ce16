import { OcpMetadata } from '@recordings/call-record';
import type { JobStatus } from '@recordings/reconciliation';
import { z } from 'zod';
import { optionalNumber, optionalProse, optionalText } from '../answer-fields.ts';
import { jobStatusName } from '../job-status-name.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { readableProse } from '../ocp-prose.ts';
import { discardBody } from '../ocp-response.ts';
import { readAnswer } from '../read-answer.ts';

const Status = z
  .object({
    status: z.string(),
    errorMessage: optionalProse,
    progress: optionalNumber,
    estimatedSecondsRemaining: optionalNumber,
    metadata: OcpMetadata.optional().catch(undefined),
    downloadUrl: optionalText,
  })
  .transform(({ metadata, estimatedSecondsRemaining: remainingS, ...status }) => ({
    ...status,
    ...(remainingS !== undefined && { remainingMs: remainingS * 1_000 }),
    ...(hasAny(metadata) && { ocpMetadata: metadata }),
  }));

const hasAny = (metadata: OcpMetadata | undefined): boolean =>
  Object.values(metadata ?? {}).some((value) => value !== undefined);

const NOT_FOUND = 404;
const GONE = 410;

type Answered = z.infer<typeof Status> | { readonly httpStatus: number };

/** Reads the status of a job, or the HTTP status of an answer that says that OCP does not have the job. */
const readStatus = (http: OcpHttp, exportJobId: string, signal: AbortSignal): Promise<Answered> =>
  http.get(
    {
      operation: 'jobStatus',
      values: { exportJobId },
      accepts: [200, NOT_FOUND, GONE],
      read: async (response): Promise<Answered> => {
        const { statusCode } = response;
        if (statusCode === 200) return readAnswer('jobStatus', Status, response);
        await discardBody(response);
        return { httpStatus: statusCode };
      },
    },
    signal,
  );

export const jobStatus = async (
  http: OcpHttp,
  exportJobId: string,
  signal: AbortSignal,
): Promise<JobStatus> => {
  const answered = await readStatus(http, exportJobId, signal);
  if ('httpStatus' in answered) {
    const { httpStatus } = answered;
    return { status: httpStatus === GONE ? 'EXPIRED' : 'ABSENT', raw: String(httpStatus) };
  }
  const { status: raw, downloadUrl: _, ...rest } = answered;
  return { ...rest, status: jobStatusName(raw), raw: readableProse(raw) ?? '' };
};

/** The link that OCP gives with the status of a finished job. It may expire, so it is read when it is needed. */
export const readResultLink = async (
  http: OcpHttp,
  exportJobId: string,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const answered = await readStatus(http, exportJobId, signal);
  return 'httpStatus' in answered ? undefined : answered.downloadUrl;
};
