import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeJob } from './describe-job.ts';
import type { ExportApiDeps } from './export-api-deps.ts';
import { findJob, jobUrl, refuseUnknownJob } from './find-job.ts';

/** `GET /recordings/export/:id`: the job's status, and its progress or result. */
export const showJob =
  ({ jobs, form, now }: Pick<ExportApiDeps, 'jobs' | 'form' | 'now'>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const job = findJob(jobs, request);
    if (!job) return refuseUnknownJob(reply);
    const result = form === 'zip' ? 'export.zip' : 'recordings';
    return reply.send(describeJob(job, now(), `${jobUrl(request, job)}/${result}`));
  };
