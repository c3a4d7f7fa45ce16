import type { Registry } from '@recordings/call-record';
import type { FastifyInstance } from 'fastify';
import { type Credential, mayWrite, requireScope, soleTenantOf } from '@recordings/service';
import { type makeRecordEvents, readEvents, resolveTenant } from '@recordings/event-intake';

export type EventsRouteDeps = {
  readonly credentials: readonly Credential[];
  readonly registry: Registry;
  readonly maxEventsBytes: number;
  readonly recordEvents: ReturnType<typeof makeRecordEvents>;
};

const NOT_TEXT = {
  code: 'EVENTS_NOT_TEXT',
  message: 'send events as application/json, application/x-ndjson or text/plain',
};
const NO_EVENTS = { code: 'EVENTS_MISSING', message: 'the body is empty: send an event, an array or NDJSON' };

/** Longer than this is an outage: 503, and the sender sends again. */
const DURABLE_WITHIN_MS = 30_000;

/**
 * `POST /v1/events`: one CDR event, a JSON array or NDJSON. 200 once every event is durable. Never 207: to OCP that
 * would mean delivered.
 */
export const registerEventsRoute = (app: FastifyInstance, deps: EventsRouteDeps): void => {
  app.post(
    '/v1/events',
    { bodyLimit: deps.maxEventsBytes, onRequest: requireScope(deps.credentials, 'events:write') },
    async (request, reply) => {
      const { body } = request;
      if (!(body instanceof Uint8Array)) return reply.code(415).send(NOT_TEXT);
      const events = readEvents(body);
      if (!events) return reply.code(400).send(NO_EVENTS);
      const senderTenant = soleTenantOf(request.credential);
      for (const { parsed } of events) {
        if (parsed.kind !== 'event') continue;
        const tenantId = resolveTenant(deps.registry, parsed.event, senderTenant);
        if (mayWrite(request.credential, tenantId)) continue;
        request.tenantId = tenantId;
        return reply.code(403).send({
          code: 'TENANT_FORBIDDEN',
          message: `the credential does not reach the tenant of group ${parsed.event.groupName}`,
        });
      }
      // Not the request's own signal: that one aborts when the body has come, and what has come is kept.
      return deps.recordEvents(events, senderTenant, AbortSignal.timeout(DURABLE_WITHIN_MS));
    },
  );
};
