import type { CreateJobRequest, CreateJobResult, OcpPermit } from '@recordings/reconciliation';
import type { OcpHttp } from '../ocp-http.ts';
import { type OcpResponse, readText } from '../ocp-response.ts';
import { parseLosslessJson } from '../parse-lossless-json.ts';
import { readAnswer } from '../read-answer.ts';
import { OcpBusyAnswer } from '../refusal-errors.ts';

export const createJob = (
  http: OcpHttp,
  { group, fromDate, toDate, format, withCdrs = false }: CreateJobRequest,
  signal: AbortSignal,
  held?: OcpPermit,
): Promise<CreateJobResult> => {
  const { dialect, api } = http;
  const { created, busy, types } = api.createJob;
  const read = async (response: OcpResponse): Promise<CreateJobResult> => {
    if (busy.includes(response.statusCode)) return busyBy(http, await readBusy(response));
    const answer = await readAnswer('createJob', api.refusals, response);
    return { kind: 'created', ...dialect.readCreated(answer) };
  };
  // Without types there is no value: nothing is sent for them.
  const asked = (withCdrs && types.sweep.length > 0 ? types.sweep : types.recovery).join(',') || undefined;
  const values = { group, fromDate, toDate, format, types: asked };
  const accepts = [...created, ...busy];
  const readRefusal = (error: unknown) =>
    error instanceof OcpBusyAnswer ? busyBy(http, error.answer) : undefined;
  return http.post({ operation: 'createJob', values, held, accepts, read, readRefusal }, signal);
};

/** The body that OCP sends when the slot is held is unknown. The status is enough; a job id is used if there is one. */
const readBusy = async (response: OcpResponse): Promise<unknown> =>
  parseLosslessJson(await readText('createJob', response));

const busyBy = ({ dialect }: OcpHttp, answer: unknown): CreateJobResult => ({
  kind: 'busy',
  ...dialect.readBusy(answer),
});
