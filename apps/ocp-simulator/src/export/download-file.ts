import { createReadStream } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AudioFile } from '../audio-library/audio-file.ts';
import type { DownloadCut } from '../faults/make-download-cuts.ts';
import type { RecordedCall } from '../plan/planned-call.ts';
import type { ExportApiDeps } from './export-api-deps.ts';
import type { ExportJob } from './export-job.ts';
import { findJob, refuseUnknownJob } from './find-job.ts';
import { refuseUnfinished } from './refuse-unfinished.ts';
import { type ChecksumHeader, type SentFile, sendFile, type TransferRules } from './transfer.ts';

const Params = z.looseObject({ recordingId: z.string() });

/** `GET /recordings/export/:id/files/:recordingId`: the bytes, with their length and SHA-256 (hex) in the header. */
export const downloadFile =
  ({ jobs, cutOf, transfers, now }: Pick<ExportApiDeps, 'jobs' | 'cutOf' | 'transfers' | 'now'>) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const job = findJob(jobs, request);
    if (!job) return refuseUnknownJob(reply);
    const refused = refuseUnfinished(reply, job, now());
    if (refused) return refused;

    const { recordingId } = Params.parse(request.params);
    const call = findRecording(job, recordingId);
    if (!call)
      return reply
        .code(404)
        .send({ code: 'UNKNOWN_RECORDING', message: 'the export job has no such recording' });
    return sendRecording(transfers, request, reply, call.recording.file, cutOf(recordingId));
  };

const findRecording = ({ result }: ExportJob, recordingId: string): RecordedCall | undefined =>
  result.kind === 'failed'
    ? undefined
    : result.recordings.find(({ recording }) => recording.recordingId === recordingId);

export const sendRecording = (
  rules: TransferRules,
  request: FastifyRequest,
  reply: FastifyReply,
  file: AudioFile,
  cut: DownloadCut,
  checksum?: ChecksumHeader,
): FastifyReply => {
  const mediaType = file.container === 'wav' ? 'audio/wav' : 'audio/mpeg';
  const { path, sizeBytes, sha256 } = file;
  const half = Math.floor(sizeBytes / 2);
  const read: SentFile['read'] = (range) => createReadStream(path, range);
  const sent = { mediaType, sha256, checksum, read };
  switch (cut) {
    case 'none':
      return sendFile(rules, request, reply, { ...sent, sizeBytes });
    case 'short':
      return sendFile(rules, request, reply, { ...sent, sizeBytes: half });
    case 'broken':
      return sendFile({ ...rules, cutBytes: half }, request, reply, { ...sent, sizeBytes });
    default:
      return cut satisfies never;
  }
};
