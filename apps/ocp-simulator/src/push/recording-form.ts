import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { readHeader } from '../export/second-recording.ts';
import type { RecordedCall } from '../plan/planned-call.ts';
import { recordingFileName } from '../plan/recording-file-name.ts';
import { uuidFrom } from '../plan/uuid-from.ts';
import type { PushRecordingEffects } from '../script/push-effects.ts';

/** The multipart body of a push, for one attempt. */
export type RecordingForm = {
  readonly headers: { readonly 'content-type': string; readonly 'content-length': string };
  readonly body: Readable;
};

export type FormVariant = {
  readonly form?: PushRecordingEffects['form'];
  /** What it carries instead of the file. */
  readonly bytes?: PushRecordingEffects['firstBytes'];
};

const UNKNOWN_FIELDS = 21;
const TEXT = Buffer.from('The recording is not available at the moment.');

/**
 * The fields, then the file, read from disk no faster than it is sent. Written by hand because undici's FormData over
 * `openAsBlob` held the whole file in memory.
 */
export const recordingForm = (call: RecordedCall, { form, bytes }: FormVariant = {}): RecordingForm => {
  const { file } = call.recording;
  const boundary = `ocp-${uuidFrom(call.callId, 'boundary')}`;
  const labels = labelParts(call, boundary, form);
  const isLast = form === 'labels-last';
  const head = Buffer.from(`${isLast ? '' : labels}${filePartHead(call, boundary, form)}`);
  const tail = Buffer.from(`\r\n${isLast ? labels : ''}--${boundary}--\r\n`);
  const content = bytes === undefined ? undefined : bytes === 'text' ? TEXT : readHeader(file.path);
  const length = content?.length ?? file.sizeBytes;
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + length + tail.length),
    },
    body: Readable.from(
      bytesOf(head, content === undefined ? createReadStream(file.path) : [content], tail),
      { objectMode: false },
    ),
  };
};

const bytesOf = async function* (
  head: Buffer,
  content: AsyncIterable<Buffer> | Iterable<Buffer>,
  tail: Buffer,
): AsyncGenerator<Buffer> {
  yield head;
  yield* content;
  yield tail;
};

const labelParts = (call: RecordedCall, boundary: string, form: FormVariant['form']): string => {
  const labels = {
    callId: call.callId,
    groupId: call.group.name,
    conversationId: call.callId,
    callTimestamp: new Date(call.startedAt).toISOString(),
    sha256: call.recording.file.sha256,
  };
  if (form === 'two-files') {
    const disposition = 'name="metadata"; filename="metadata.json"';
    return partOf(boundary, disposition, 'Content-Type: application/json\r\n', JSON.stringify(labels));
  }
  const unknown = form === 'many-fields' ? UNKNOWN_FIELDS : 0;
  const others = Array.from({ length: unknown }, (_, at) => [`x-field-${at + 1}`, 'unknown'] as const);
  return [...others, ...Object.entries(labels)]
    .map(([name, value]) => partOf(boundary, `name="${name}"`, '', value))
    .join('');
};

const filePartHead = (call: RecordedCall, boundary: string, form: FormVariant['form']): string => {
  const type = call.recording.file.container === 'wav' ? 'audio/wav' : 'audio/mpeg';
  const fileName = recordingFileName(call).replaceAll('"', '%22');
  const name = form === 'no-file-name' ? 'name="file"' : `name="file"; filename="${fileName}"`;
  return partOf(boundary, name, `Content-Type: ${type}\r\n`, '').slice(0, -2);
};

const partOf = (boundary: string, disposition: string, headers: string, content: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${headers}\r\n${content}\r\n`;
