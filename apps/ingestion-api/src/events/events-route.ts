import type { Registry, TenantId } from '@recordings/call-record';
import {
  type IncomingEvent,
  type makeRecordEvents,
  readEvents,
  resolveTenant,
} from '@recordings/event-intake';
import {
  type Authenticate,
  type Credential,
  mayWrite,
  requireScope,
  soleTenantOf,
} from '@recordings/service';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../refusals.ts';
import { decodeEvents } from './decode-events.ts';

export type EventsRouteDeps = {
  readonly authenticate: Authenticate;
  readonly registry: Registry;
  readonly maxEventsBytes: number;
  readonly recordEvents: ReturnType<typeof makeRecordEvents>;
};

/** If recording takes longer, that is an outage: the answer is 503 and the sender sends again. */
const DURABLE_WITHIN_MS = 30_000;

/**
 * `POST /v1/events`: one CDR event, a JSON array or NDJSON. The answer is 200 once every event is durable. It is never
 * 207, which OCP takes for delivered.
 */
export const registerEventsRoute = (app: FastifyInstance, deps: EventsRouteDeps): void => {
  app.post(
    '/v1/events',
    { bodyLimit: deps.maxEventsBytes, onRequest: requireScope(deps.authenticate, 'events:write') },
    async (request, reply) => {
      const { body, credential } = request;
      if (!(body instanceof Uint8Array)) {
        const message = 'send events as application/json, application/x-ndjson or text/plain';
        return refuse(reply, 'EVENTS_NOT_TEXT', message);
      }
      const decoded = await decodeEvents(body, request.headers, deps.maxEventsBytes);
      if (decoded.kind === 'undecodable') return refuse(reply, 'EVENTS_UNDECODABLE', decoded.message);
      if (decoded.kind === 'too large') return refuse(reply, 'EVENTS_TOO_LARGE', decoded.message);
      const events = readEvents(decoded.body);
      if (!events) {
        return refuse(reply, 'EVENTS_MISSING', 'the body is empty: send an event, an array or NDJSON');
      }
      const forbidden = findForbidden(deps.registry, events, credential);
      if (forbidden) {
        request.tenantId = forbidden.tenantId;
        const message = `the credential does not reach the tenant of group ${forbidden.groupName}`;
        return refuse(reply, 'TENANT_FORBIDDEN', message);
      }
      // Not the request's own signal: Fastify aborts it when the body has been received.
      return deps.recordEvents(events, soleTenantOf(credential), AbortSignal.timeout(DURABLE_WITHIN_MS));
    },
  );
};

type Forbidden = { readonly tenantId: TenantId; readonly groupName: string | undefined };

/** Finds the first event of a tenant that the credential must not write. */
const findForbidden = (
  registry: Registry,
  events: readonly IncomingEvent[],
  credential: Credential | undefined,
): Forbidden | undefined => {
  for (const { parsed } of events) {
    if (parsed.kind !== 'event') continue;
    const tenantId = resolveTenant(registry, parsed.event, soleTenantOf(credential));
    if (!mayWrite(credential, tenantId)) return { tenantId, groupName: parsed.event.groupName };
  }
  return undefined;
};
