import { NOON_MS } from './call-events.ts';
import type { TestApi } from './start-test-api.ts';

export type Part = {
  readonly name: string;
  readonly value: string | Uint8Array;
  /** Makes the part a file. */
  readonly fileName?: string;
  /** Of the file; empty: it names none. */
  readonly type?: string;
};

export const FORM_TYPE = 'multipart/form-data; boundary=cut-here';

/** A form written by hand, part by part in this order, so that it can be wrong in any way. */
export const formBody = (parts: readonly Part[], end = '--cut-here--\r\n'): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, value, fileName, type = 'audio/wav' }) => [
      Buffer.from(
        `--cut-here\r\nContent-Disposition: form-data; name="${name}"` +
          (fileName === undefined ? '' : `; filename="${fileName}"`) +
          (fileName === undefined || type === '' ? '' : `\r\nContent-Type: ${type}`) +
          '\r\n\r\n',
      ),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(end),
  ]);

export const field = (name: string, value: string): Part => ({ name, value });

export const file = (value: Uint8Array, fileName = 'recording.wav'): Part => ({
  name: 'file',
  value,
  fileName,
});

/** OCP's name of a recording. */
export const nameOf = (callId: string, group = 'Acme_EN'): string => `${group}~101~${NOON_MS}~${callId}.wav`;

export const postForm = (api: TestApi, parts: readonly Part[], end?: string): Promise<Response> =>
  postBody(api, formBody(parts, end));

export const postBody = (api: TestApi, body: Uint8Array | string, type = FORM_TYPE): Promise<Response> =>
  api.send('/v1/recordings', {
    method: 'POST',
    headers: { 'content-type': type },
    body: new Uint8Array(Buffer.from(body as Uint8Array)),
  });
