import type { OcpJob, OcpPermit } from '@recordings/reconciliation';
import { z } from 'zod';
import { keptId, optionalInstant, optionalText } from '../answer-fields.ts';
import { jobStatusName } from '../job-status-name.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { readableProse } from '../ocp-prose.ts';
import { readAnswer } from '../read-answer.ts';

const Job = z.object({
  exportJobId: keptId,
  status: optionalText,
  fromDate: optionalInstant,
  toDate: optionalInstant,
  createdAt: optionalInstant,
});
/** A row that cannot be read does not hide the others. */
const Jobs = z.object({
  jobs: z
    .array(Job.nullable().catch(null))
    .nullable()
    .transform((jobs) => (jobs ?? []).filter((job) => job !== null)),
});

export const listJobs = (
  http: OcpHttp,
  group: string,
  signal: AbortSignal,
  held?: OcpPermit,
): Promise<OcpJob[]> =>
  http.get(
    {
      operation: 'listJobs',
      values: { group },
      held,
      accepts: [200],
      read: async (response) => {
        const { jobs } = await readAnswer('listJobs', Jobs, response);
        return jobs.map(({ status: raw = '', ...job }) => ({
          ...job,
          status: jobStatusName(raw),
          raw: readableProse(raw) ?? '',
        }));
      },
    },
    signal,
  );
