import { randomUUID } from 'node:crypto';
import { wavOf } from '@recordings/test-kit';
import { API_KEY, GROUP } from '../start-api.ts';
import type { MakeRequest } from './run-load.ts';

/** 1 MB, as OCP's recording of a minute of a call. */
export const RECORDING_BYTES = 1_000_000;

const recording = wavOf(RECORDING_BYTES);
const BOUNDARY = 'bench-form-boundary';
const key = { 'x-api-key': API_KEY };

/** A form of fields and one file, each of a new call. */
export const makeFormRequest: MakeRequest = () => {
  const field = (name: string, value: string): string =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head =
    field('callId', randomUUID()) +
    field('groupId', GROUP) +
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="call.wav"\r\nContent-Type: audio/wav\r\n\r\n`;
  return {
    method: 'POST',
    path: '/v1/recordings',
    headers: { ...key, 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    body: [Buffer.from(head), recording, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)],
  };
};

/** A recording of a new call as the body. */
export const makePutRequest: MakeRequest = () => ({
  method: 'PUT',
  path: `/v1/recordings/acme/${randomUUID()}`,
  headers: { ...key, 'x-group-id': GROUP, 'content-type': 'audio/wav' },
  body: [recording],
});

const START_MS = Date.now() - 3_600_000;
const EVENT_TYPES = ['CDR_START', 'IVR_END', 'CDR_END'] as const;

/** One event a request. Each client sends the three events of a call, then those of the next. */
export const makeEventRequests = (): MakeRequest => {
  const callIds: string[] = [];
  return (client, count) => {
    const at = count % EVENT_TYPES.length;
    if (at === 0) callIds[client] = randomUUID();
    const timestamp = new Date(START_MS + at * 20_000).toISOString();
    const event = {
      eventType: EVENT_TYPES[at],
      callId: callIds[client],
      groupId: GROUP,
      timestamp,
      channel: 'voice',
      ...(at > 0 && { durationMs: at * 20_000, exitStatus: 'completed' }),
    };
    return {
      method: 'POST',
      path: '/v1/events',
      headers: { ...key, 'content-type': 'application/json' },
      body: [Buffer.from(JSON.stringify(event))],
    };
  };
};
