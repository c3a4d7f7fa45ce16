import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { summarizeJob } from './describe-job.ts';
import type { ExportApiDeps } from './export-api-deps.ts';

const Query = z.looseObject({ tenantId: z.string() });

/** `GET /recordings/export?tenantId=G`: all jobs of a group, those made in the console too. */
export const listJobs =
  ({ jobs, groupNames, now }: Pick<ExportApiDeps, 'jobs' | 'groupNames' | 'now'>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const query = Query.safeParse(request.query);
    if (!query.success || !groupNames.has(query.data.tenantId))
      return reply
        .code(400)
        .send({ code: 'UNKNOWN_GROUP', message: 'tenantId must be the name of an OCP group' });
    return reply.send({ jobs: jobs.list(query.data.tenantId).map((job) => summarizeJob(job, now())) });
  };
