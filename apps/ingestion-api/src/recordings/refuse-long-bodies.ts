import type { onRequestHookHandler } from 'fastify';
import { refuse } from '../refusals.ts';

/** What a form has beside its file: more than the fields that it may have. */
const FORM_BYTES = 8 * 1_048_576;

/** Refuses a body by its declared length, before a byte of it is read. */
export const refuseLongBodies =
  (maxRecordingBytes: number, body: 'recording' | 'form'): onRequestHookHandler =>
  (request, reply, done) => {
    const maxBytes = maxRecordingBytes + (body === 'form' ? FORM_BYTES : 0);
    const length = Number(request.headers['content-length'] ?? 0);
    if (length <= maxBytes) return done();
    const detail = `the ${body} has ${length} bytes; a recording has at most ${maxRecordingBytes}; it was not stored`;
    void refuse(reply, 'RECORDING_TOO_LARGE', detail);
  };
