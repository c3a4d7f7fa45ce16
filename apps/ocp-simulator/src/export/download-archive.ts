import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ZipFile } from 'yazl';
import { recordingFileName } from '../plan/recording-file-name.ts';
import type { ExportApiDeps } from './export-api-deps.ts';
import type { ExportJob } from './export-job.ts';
import { findJob, refuseUnknownJob } from './find-job.ts';
import { refuseUnfinished } from './refuse-unfinished.ts';
import { sendSpoiled } from './send-spoiled.ts';
import type { SentFile } from './transfer.ts';

type Archive = { readonly bytes: Buffer; readonly sha256: string };

/** `GET /recordings/export/:id/export.zip`: all recordings of a finished job, under OCP's file names. */
export const downloadArchive = ({
  jobs,
  answering,
  transfers,
  now,
}: Pick<ExportApiDeps, 'jobs' | 'answering' | 'transfers' | 'now'>) => {
  const archives = new WeakMap<ExportJob, Promise<Archive>>();
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const job = findJob(jobs, request);
    if (!job) return refuseUnknownJob(reply);
    const refused = refuseUnfinished(reply, job, now());
    if (refused) return refused;
    const archive = archives.get(job) ?? makeArchive(job);
    archives.set(job, archive);
    const { bytes, sha256 } = await archive;
    const sent: SentFile = {
      mediaType: 'application/zip',
      sizeBytes: bytes.length,
      sha256,
      checksum: { header: 'x-checksum-sha256', value: sha256 },
      read: async function* ({ start, end }) {
        yield bytes.subarray(start, end + 1);
      },
    };
    return sendSpoiled(transfers, request, reply, sent, answering.effectsOf(request));
  };
};

const makeArchive = async ({ result, createdAt }: ExportJob): Promise<Archive> => {
  const zip = new ZipFile();
  const recordings = result.kind === 'failed' ? [] : result.recordings;
  for (const call of recordings)
    zip.addFile(call.recording.file.path, recordingFileName(call), { mtime: new Date(createdAt) });
  zip.end();
  const bytes = await buffer(zip.outputStream);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
};
