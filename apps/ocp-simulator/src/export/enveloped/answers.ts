import type { FastifyReply } from 'fastify';

/** Most faults come with HTTP 200: only the envelope says that it is one. */
export type Fault = 'SLOT_TAKEN' | 'NO_SUCH_EXPORT' | 'NOT_AVAILABLE' | 'PURGED' | 'BAD_REQUEST';

export const sendData = (reply: FastifyReply, data: object, status = 200): FastifyReply =>
  reply
    .code(status)
    .type('application/json')
    .send(JSON.stringify({ ok: true, data }));

export const sendFault = (
  reply: FastifyReply,
  code: Fault,
  text: string,
  more: object = {},
  status = 200,
): FastifyReply =>
  reply
    .code(status)
    .type('application/json')
    .send(JSON.stringify({ ok: false, fault: { code, text, ...more } }));
