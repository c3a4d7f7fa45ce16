import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answerForms } from '../answers/answer-form.ts';
import { changeRow } from './change-row.ts';
import { describeRecording } from './describe-recording.ts';
import type { ExportApiDeps } from './export-api-deps.ts';
import { type ExportResult, statusAt } from './export-job.ts';
import { findJob, jobUrl, refuseUnknownJob } from './find-job.ts';

const Query = z.looseObject({ page: z.coerce.number().int().min(1).default(1) });

/** Small, so that a day's export needs several pages. */
const RECORDINGS_PER_PAGE = 25;
const CDRS_PER_PAGE = 60;

/**
 * `GET /recordings/export/:id/recordings?page=N` (from 1): the recordings of a finished job, and its CDRs if it was asked for
 * them; `nextPage` if there is another page.
 */
export const listRecordings =
  ({ jobs, now }: Pick<ExportApiDeps, 'jobs' | 'now'>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const job = findJob(jobs, request);
    if (!job) return refuseUnknownJob(reply);
    const query = Query.safeParse(request.query);
    if (!query.success)
      return reply.code(400).send({ code: 'BAD_REQUEST', message: 'page must be an integer from 1' });
    const status = statusAt(job, now());
    if (status !== 'COMPLETED' || job.result.kind === 'failed')
      return reply.code(409).send({ code: `JOB_${status}`, message: `the export job is ${status}` });

    const { page } = query.data;
    const { recordings, rowChanges, notFound, errors, cdrs } = job.result;
    const start = (page - 1) * RECORDINGS_PER_PAGE;
    const shown = recordings.slice(start, start + RECORDINGS_PER_PAGE);
    return reply.send({
      recordings: shown.map((call) =>
        changeRow(
          describeRecording(call, `${jobUrl(request, job)}/files`),
          rowChanges.get(call.recording.recordingId),
          answerForms.documents,
        ),
      ),
      notFound: page === 1 ? notFound : [],
      errors: page === 1 ? errors.map((callId) => ({ callId, message: 'cannot be exported now' })) : [],
      ...(cdrs && { cdrs: cdrs.slice((page - 1) * CDRS_PER_PAGE, page * CDRS_PER_PAGE) }),
      ...(page < pagesOf(job.result) && { nextPage: page + 1 }),
    });
  };

const pagesOf = ({ recordings, cdrs = [] }: Extract<ExportResult, { kind: 'exported' }>): number =>
  Math.max(Math.ceil(recordings.length / RECORDINGS_PER_PAGE), Math.ceil(cdrs.length / CDRS_PER_PAGE));
