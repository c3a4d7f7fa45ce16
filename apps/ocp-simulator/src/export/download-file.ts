import { createReadStream } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AudioFile } from '../audio-library/audio-file.ts';
import type { RecordedCall } from '../plan/planned-call.ts';
import type { ExportApiDeps } from './export-api-deps.ts';
import type { ExportJob } from './export-job.ts';
import { findJob, refuseUnknownJob } from './find-job.ts';
import { refuseUnfinished } from './refuse-unfinished.ts';
import { sendSpoiled } from './send-spoiled.ts';
import type { ChecksumHeader, SentFile } from './transfer.ts';

const Params = z.looseObject({ recordingId: z.string() });

/** `GET /recordings/export/:id/files/:recordingId`: the bytes, with their length and SHA-256 (hex) in the header. */
export const downloadFile =
  ({ jobs, answering, transfers, now }: Pick<ExportApiDeps, 'jobs' | 'answering' | 'transfers' | 'now'>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const job = findJob(jobs, request);
    if (!job) return refuseUnknownJob(reply);
    const refused = refuseUnfinished(reply, job, now());
    if (refused) return refused;

    const call = findRecording(job, request);
    if (!call)
      return reply
        .code(404)
        .send({ code: 'UNKNOWN_RECORDING', message: 'the export job has no such recording' });
    const { file } = call.recording;
    const checksum = { header: 'x-checksum-sha256', value: file.sha256 };
    return sendSpoiled(transfers, request, reply, sentOf(file, checksum), answering.effectsOf(request));
  };

/** The recording of a job that a request's path names. */
export const findRecording = (
  { result }: ExportJob,
  request: FastifyRequest,
  idOf = ({ recording }: RecordedCall): string => recording.recordingId,
): RecordedCall | undefined => {
  if (result.kind === 'failed') return undefined;
  const { data } = Params.safeParse(request.params);
  return result.recordings.find((call) => idOf(call) === data?.recordingId);
};

export const sentOf = (
  { container, path, sizeBytes, sha256 }: AudioFile,
  checksum: ChecksumHeader,
): SentFile => ({
  mediaType: container === 'wav' ? 'audio/wav' : 'audio/mpeg',
  sizeBytes,
  sha256,
  checksum,
  read: (range) => createReadStream(path, range),
});
