import type { OcpJob, OcpPermit } from '@recordings/reconciliation';
import type { OcpHttp } from '../ocp-http.ts';
import { readAnswer } from '../read-answer.ts';

export const listJobs = (
  http: OcpHttp,
  group: string,
  signal: AbortSignal,
  held?: OcpPermit,
): Promise<OcpJob[]> => {
  const { dialect, api } = http;
  return http.get(
    {
      operation: 'listJobs',
      values: { group },
      held,
      accepts: [200],
      read: async (response) => dialect.readJobs(await readAnswer('listJobs', api.refusals, response)),
    },
    signal,
  );
};
