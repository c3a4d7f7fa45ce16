import { OcpMetadata } from '@recordings/call-record';
import type { JobStatus } from '@recordings/reconciliation';
import { z } from 'zod';
import { optionalNumber, optionalProse } from '../answer-fields.ts';
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
    metadata: OcpMetadata.optional().catch(undefined),
  })
  .transform(({ metadata, ...status }) => ({
    ...status,
    ...(hasAny(metadata) && { ocpMetadata: metadata }),
  }));

const hasAny = (metadata: OcpMetadata | undefined): boolean =>
  Object.values(metadata ?? {}).some((value) => value !== undefined);

const NOT_FOUND = 404;
const GONE = 410;

export const jobStatus = (http: OcpHttp, exportJobId: string, signal: AbortSignal): Promise<JobStatus> =>
  http.get(
    {
      operation: 'jobStatus',
      values: { exportJobId },
      accepts: [200, NOT_FOUND, GONE],
      read: async (response): Promise<JobStatus> => {
        const { statusCode } = response;
        if (statusCode === NOT_FOUND || statusCode === GONE) {
          await discardBody(response);
          return { status: statusCode === GONE ? 'EXPIRED' : 'ABSENT', raw: String(statusCode) };
        }
        const { status: raw, ...rest } = await readAnswer('jobStatus', Status, response);
        return { ...rest, status: jobStatusName(raw), raw: readableProse(raw) ?? '' };
      },
    },
    signal,
  );
