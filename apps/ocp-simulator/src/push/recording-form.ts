import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { RecordedCall } from '../plan/planned-call.ts';
import { recordingFileName } from '../plan/recording-file-name.ts';
import { uuidFrom } from '../plan/uuid-from.ts';

/** The multipart body of a push, for one attempt. */
export type RecordingForm = {
  readonly headers: { readonly 'content-type': string; readonly 'content-length': string };
  readonly body: Readable;
};

/**
 * The fields, then the file, read from disk no faster than it is sent. Written by hand because undici's FormData over
 * `openAsBlob` held the whole file in memory.
 */
export const recordingForm = (call: RecordedCall): RecordingForm => {
  const { file } = call.recording;
  const boundary = `ocp-${uuidFrom(call.callId, 'boundary')}`;
  const head = Buffer.from(`${fieldParts(call, boundary)}${filePartHead(call, boundary)}`);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + file.sizeBytes + tail.length),
    },
    body: Readable.from(bytesOf(head, file.path, tail), { objectMode: false }),
  };
};

const bytesOf = async function* (head: Buffer, path: string, tail: Buffer): AsyncGenerator<Buffer> {
  yield head;
  yield* createReadStream(path) as AsyncIterable<Buffer>;
  yield tail;
};

const fieldParts = (call: RecordedCall, boundary: string): string => {
  const fields = {
    callId: call.callId,
    groupId: call.group.name,
    conversationId: call.callId,
    callTimestamp: new Date(call.startedAt).toISOString(),
    sha256: call.recording.file.sha256,
  };
  return Object.entries(fields)
    .map(([name, value]) => partOf(boundary, `name="${name}"`, '', value))
    .join('');
};

const filePartHead = (call: RecordedCall, boundary: string): string => {
  const type = call.recording.file.container === 'wav' ? 'audio/wav' : 'audio/mpeg';
  const fileName = recordingFileName(call).replaceAll('"', '%22');
  return partOf(boundary, `name="file"; filename="${fileName}"`, `Content-Type: ${type}\r\n`, '').slice(
    0,
    -2,
  );
};

const partOf = (boundary: string, disposition: string, headers: string, content: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${headers}\r\n${content}\r\n`;
