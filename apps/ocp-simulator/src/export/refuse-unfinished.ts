import type { FastifyReply } from 'fastify';
import { type ExportJob, statusAt } from './export-job.ts';

/** Answers a request for the files of a job that has none: 410 once it has expired, else 409. @returns undefined if it has. */
export const refuseUnfinished = (
  reply: FastifyReply,
  job: ExportJob,
  now: number,
): FastifyReply | undefined => {
  const status = statusAt(job, now);
  if (status === 'COMPLETED') return undefined;
  if (status === 'EXPIRED')
    return reply.code(410).send({ code: 'JOB_EXPIRED', message: 'the export job has expired' });
  return reply.code(409).send({ code: `JOB_${status}`, message: `the export job is ${status}` });
};
