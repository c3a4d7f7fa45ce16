import type { TestApi } from './start-test-api.ts';

export type Labels = {
  readonly groupId?: string;
  readonly sha256?: string;
  readonly tenantId?: string;
  readonly key?: string;
};

/** Sends a recording the one way or the other. */
export type Push = (api: TestApi, callId: string, bytes: Uint8Array, labels?: Labels) => Promise<Response>;

export const pushForm: Push = (api, callId, bytes, { key, groupId = 'Acme_EN', ...labels } = {}) => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ callId, groupId, ...labels })) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'audio/wav' }), 'recording.wav');
  return api.send('/v1/recordings', { method: 'POST', body: form, key });
};

export const pushRaw: Push = (api, callId, bytes, labels = {}) => {
  const { tenantId = 'acme', groupId = 'Acme_EN', sha256, key } = labels;
  const headers = new Headers({ 'content-type': 'audio/wav' });
  if (groupId !== '') headers.set('x-group-id', groupId);
  if (sha256 !== undefined) headers.set('x-checksum-sha256', sha256);
  const path = `/v1/recordings/${tenantId}/${encodeURIComponent(callId)}`;
  return api.send(path, { method: 'PUT', headers, body: new Uint8Array(bytes), key });
};

export const pushes: readonly (readonly [string, Push])[] = [
  ['a form', pushForm],
  ['a raw body', pushRaw],
];
