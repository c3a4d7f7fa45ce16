import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AudioFile } from '../audio-library/audio-file.ts';
import type { DownloadCut } from '../faults/make-download-cuts.ts';
import type { RecordedCall } from '../plan/planned-call.ts';
import type { ExportApiDeps } from './export-api-deps.ts';
import { type ExportJob, statusAt } from './export-job.ts';
import { findJob, refuseUnknownJob } from './find-job.ts';

const Params = z.looseObject({ recordingId: z.string() });

/** `GET /recordings/export/:id/files/:recordingId`: the bytes, with their length and SHA-256 (hex) in the header. */
export const downloadFile =
  ({ jobs, cutOf, now }: Pick<ExportApiDeps, 'jobs' | 'cutOf' | 'now'>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const job = findJob(jobs, request);
    if (!job) return refuseUnknownJob(reply);
    const status = statusAt(job, now());
    if (status === 'EXPIRED')
      return reply.code(410).send({ code: 'JOB_EXPIRED', message: 'the export job has expired' });
    if (status !== 'COMPLETED')
      return reply.code(409).send({ code: `JOB_${status}`, message: `the export job is ${status}` });

    const { recordingId } = Params.parse(request.params);
    const call = findRecording(job, recordingId);
    if (!call)
      return reply
        .code(404)
        .send({ code: 'UNKNOWN_RECORDING', message: 'the export job has no such recording' });
    return sendFile(reply, call.recording.file, cutOf(recordingId));
  };

const findRecording = ({ result }: ExportJob, recordingId: string): RecordedCall | undefined =>
  result.kind === 'failed'
    ? undefined
    : result.recordings.find(({ recording }) => recording.recordingId === recordingId);

const sendFile = (reply: FastifyReply, file: AudioFile, cut: DownloadCut): FastifyReply => {
  const half = Math.floor(file.sizeBytes / 2);
  void reply
    .type(file.container === 'wav' ? 'audio/wav' : 'audio/mpeg')
    .header('x-checksum-sha256', file.sha256)
    .header('content-length', cut === 'short' ? half : file.sizeBytes);
  switch (cut) {
    case 'none':
      return reply.send(createReadStream(file.path));
    case 'short':
      return reply.send(createReadStream(file.path, { end: half - 1 }));
    case 'broken':
      return reply.send(Readable.from(breakAfter(createReadStream(file.path, { end: half - 1 }))));
    default:
      return cut satisfies never;
  }
};

/** Fastify destroys the socket when a body's stream fails. */
const breakAfter = async function* (bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield* bytes;
  throw new Error('the simulator breaks off this download (fault truncated-download)');
};
