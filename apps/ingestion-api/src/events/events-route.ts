import { setImmediate } from 'node:timers/promises';
import { type ProtectOf, readEvents } from '@recordings/event-intake';
import { type Authenticate, requireScope } from '@recordings/service';
import type { FastifyInstance } from 'fastify';
import type { Intake } from '../intake.ts';
import { refuse } from '../refusals.ts';
import { senderOf } from '../sender-of.ts';
import { withinTime } from '../within-time.ts';
import { decodeEvents } from './decode-events.ts';

export type EventsRouteDeps = {
  readonly authenticate: Authenticate;
  readonly maxEventsBytes: number;
  readonly maxEvents: number;
  readonly intake: () => Intake;
};

/** If recording takes longer, that is an outage: the answer is 503 and the sender sends again. */
const DURABLE_WITHIN_MS = 30_000;

/**
 * `POST /v1/events`: one CDR event, a JSON array or NDJSON. The answer is 200 once every event is durable, and counts the
 * outcomes. It is 403 if the sender must not write any of the events, which are kept too. It is never 207, which OCP takes
 * for delivered.
 */
export const registerEventsRoute = (app: FastifyInstance, deps: EventsRouteDeps): void => {
  app.post(
    '/v1/events',
    {
      bodyLimit: deps.maxEventsBytes,
      config: { decodesBody: true, intake: 'events' },
      onRequest: requireScope(deps.authenticate, 'events:write'),
    },
    async (request, reply) => {
      const { body, credential } = request;
      if (!(body instanceof Uint8Array)) {
        const message = 'send events as application/json, application/x-ndjson or text/plain';
        return refuse(reply, 'EVENTS_NOT_TEXT', message);
      }
      const decoded = await decodeEvents(body, request.headers, deps.maxEventsBytes);
      if (decoded.kind === 'undecodable') return refuse(reply, 'EVENTS_UNDECODABLE', decoded.message);
      if (decoded.kind === 'too large') return refuse(reply, 'EVENTS_TOO_LARGE', decoded.message);
      if (!(await request.admitParsing?.(decoded.body.byteLength))) return reply;
      const sender = senderOf(credential);
      const { protectGroup, recordEvents } = deps.intake();
      const protectOf: ProtectOf = (name) => protectGroup(name, sender.soleTenant);
      const limits = { maxEvents: deps.maxEvents, yieldToOthers: setImmediate };
      const events = await readEvents(decoded.body, protectOf, limits);
      if (!events) {
        return refuse(reply, 'EVENTS_MISSING', 'the body is empty: send an event, an array or NDJSON');
      }
      // Not the request's own signal: Fastify aborts it when the body has been received.
      const recorded = await withinTime(DURABLE_WITHIN_MS, (signal) => recordEvents(events, sender, signal));
      if (recorded.kind === 'durable') return recorded.counts;
      const { tenantId, parsed } = recorded.first;
      request.tenantId = tenantId;
      const message = `the credential does not reach the tenant of group ${parsed.event.groupName}`;
      return refuse(reply, 'TENANT_FORBIDDEN', message);
    },
  );
};
