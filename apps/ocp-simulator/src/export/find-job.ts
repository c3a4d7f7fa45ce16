import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ExportJob } from './export-job.ts';
import type { ExportJobs } from './make-export-jobs.ts';

const Params = z.looseObject({ exportJobId: z.string() });

/** The job that a request's path names. */
export const findJob = (jobs: ExportJobs, request: FastifyRequest): ExportJob | undefined =>
  jobs.find(Params.parse(request.params).exportJobId);

export const refuseUnknownJob = (reply: FastifyReply): FastifyReply =>
  reply.code(404).send({ code: 'UNKNOWN_JOB', message: 'there is no such export job' });

/** A job's URL, with the host that the client used. */
export const jobUrl = (request: FastifyRequest, job: ExportJob): string =>
  `${request.protocol}://${request.host}/recordings/export/${job.exportJobId}`;
