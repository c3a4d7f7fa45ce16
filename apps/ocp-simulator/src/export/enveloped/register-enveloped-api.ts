import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answerForms } from '../../answers/answer-form.ts';
import { changeRow, type RowChanges } from '../change-row.ts';
import { findRecording, sentOf } from '../download-file.ts';
import type { ExportApiDeps } from '../export-api-deps.ts';
import { type ExportJob, statusAt } from '../export-job.ts';
import { findJob } from '../find-job.ts';
import { makeActs } from '../make-acts.ts';
import { sendSpoiled } from '../send-spoiled.ts';
import { sendData, sendFault } from './answers.ts';
import { bytesOf, cdrFilesOf, describeCdrFile } from './cdr-files.ts';
import { createExport } from './create-export.ts';
import { base64Of, describeExport, describeItem, numberOf, summarizeExport } from './describe-export.ts';

type Deps = ExportApiDeps;

/** Small, so that a day's export needs several pages. */
const MAX_ITEMS = 20;

const Window = z.looseObject({
  offset: z.coerce.number().int().min(0),
  limit: z.coerce.number().int().min(1),
});

/**
 * An export API of other shapes: every answer in an envelope, epoch times, listings by offset and total, ids that are large
 * numbers, other status words, and faults that come with HTTP 200.
 */
export const registerEnvelopedApi = (app: FastifyInstance, deps: Deps): void => {
  const act = makeActs(deps, { createJob: ['body', '/group/name'], listJobs: ['query', '/of'] }, numberOf);
  void app.register(
    async (api) => {
      api.addHook('onRequest', deps.guard.hook);
      api.post('/exports', act('createJob', createExport(deps)));
      api.get('/exports', act('listJobs', listExports(deps)));
      api.get('/exports/:exportJobId', act('poll', showExport(deps)));
      api.get('/exports/:exportJobId/items', act('listing', listItems(deps)));
      api.get('/exports/:exportJobId/media/:recordingId', act('download', sendMedia(deps)));
    },
    { prefix: '/api/v2' },
  );
};

const listExports =
  ({ jobs, groupNames, now }: Deps) =>
  async ({ query }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { data } = z.looseObject({ of: z.string() }).safeParse(query);
    if (!data || !groupNames.has(data.of)) return sendFault(reply, 'BAD_REQUEST', 'of must name a group');
    return sendData(reply, { exports: jobs.list(data.of).map((job) => summarizeExport(job, now())) });
  };

const showExport =
  ({ jobs, now }: Deps) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const job = findJob(jobs, request);
    return job ? sendData(reply, { export: describeExport(job, now()) }) : refuseUnknown(reply);
  };

const listItems =
  ({ jobs, now }: Deps) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const job = findJob(jobs, request);
    if (!job) return refuseUnknown(reply);
    const unavailable = refuseUnavailable(reply, job, now());
    if (unavailable) return unavailable;
    const { data: asked } = Window.safeParse(request.query);
    if (!asked) return sendFault(reply, 'BAD_REQUEST', 'offset and limit must be whole numbers');
    const { recordings, rowChanges, notFound } = resultOf(job);
    const items = [
      ...recordings.map((call) =>
        changeRow(describeItem(call), rowChanges.get(call.recording.recordingId), answerForms.enveloped),
      ),
      ...cdrFilesOf(job).map(describeCdrFile),
    ];
    return sendData(reply, {
      items: items.slice(asked.offset, asked.offset + Math.min(asked.limit, MAX_ITEMS)),
      total: items.length,
      lost: asked.offset === 0 ? notFound.map((dialog) => ({ dialog })) : [],
    });
  };

const sendMedia =
  ({ jobs, now, transfers, answering }: Deps) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const job = findJob(jobs, request);
    if (!job) return refuseUnknown(reply, 404);
    const unavailable = refuseUnavailable(reply, job, now(), 404);
    if (unavailable) return unavailable;
    const { data: params } = z.looseObject({ recordingId: z.string() }).safeParse(request.params);
    const cdrFile = cdrFilesOf(job).find(({ number }) => number === params?.recordingId);
    if (cdrFile) return reply.type('application/octet-stream').send(bytesOf(cdrFile));
    const call = findRecording(job, request, numberOf);
    if (!call) return refuseUnknown(reply, 404);
    const { file } = call.recording;
    const checksum = { header: 'x-sum', value: base64Of(file.sha256) };
    return sendSpoiled(transfers, request, reply, sentOf(file, checksum), answering.effectsOf(request));
  };

const resultOf = ({ result }: ExportJob) =>
  result.kind === 'failed'
    ? { recordings: [], rowChanges: new Map<string, RowChanges>(), notFound: [] }
    : result;

const refuseUnknown = (reply: FastifyReply, status = 200): FastifyReply =>
  sendFault(reply, 'NO_SUCH_EXPORT', 'there is no such export, or it has no such recording', {}, status);

const refuseUnavailable = (
  reply: FastifyReply,
  job: ExportJob,
  now: number,
  httpStatus = 200,
): FastifyReply | undefined => {
  const status = statusAt(job, now);
  if (status === 'COMPLETED') return undefined;
  return status === 'EXPIRED'
    ? sendFault(reply, 'PURGED', 'the export is purged', {}, httpStatus)
    : sendFault(reply, 'NOT_AVAILABLE', 'the export has no recordings', {}, httpStatus);
};
