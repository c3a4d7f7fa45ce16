import { callTimeOf } from '@recordings/call-record';
import type { CreateJobRequest, CreateJobResult, OcpPermit } from '@recordings/reconciliation';
import { z } from 'zod';
import { keptId, optionalId, optionalText } from '../answer-fields.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { type OcpResponse, readText } from '../ocp-response.ts';
import { parseLosslessJson } from '../parse-lossless-json.ts';
import { readAnswer } from '../read-answer.ts';

const Created = z.object({ exportJobId: keptId, estimatedCompletionTime: optionalText });
const Busy = z.object({ exportJobId: optionalId, runningJobId: optionalId });

const BUSY = 409;

export const createJob = (
  http: OcpHttp,
  { group, fromDate, toDate, format }: CreateJobRequest,
  signal: AbortSignal,
  held?: OcpPermit,
): Promise<CreateJobResult> =>
  http.post(
    {
      operation: 'createJob',
      values: { group },
      held,
      body: { fromDate, toDate, tenantId: group, format },
      accepts: [200, 201, 202, BUSY],
      read: async (response) => {
        if (response.statusCode === BUSY) return readBusy(response);
        const answer = await readAnswer('createJob', Created, response);
        const { exportJobId, estimatedCompletionTime } = answer;
        const readyAt = callTimeOf(Date.parse(estimatedCompletionTime ?? ''));
        return { kind: 'created', exportJobId, ...(readyAt !== undefined && { readyAt }) };
      },
    },
    signal,
  );

/** The body that OCP sends when the slot is held is unknown. The status is enough; a job id is used if there is one. */
const readBusy = async (response: OcpResponse): Promise<CreateJobResult> => {
  const parsed = Busy.safeParse(parseLosslessJson(await readText('createJob', response)));
  const runningJobId = parsed.data?.runningJobId ?? parsed.data?.exportJobId;
  return { kind: 'busy', ...(runningJobId !== undefined && { runningJobId }) };
};
