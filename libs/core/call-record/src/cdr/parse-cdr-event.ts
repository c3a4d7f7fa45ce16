import { callTimeOf, epochMsOf, type Timestamp } from '../timestamp.ts';
import type { ParsedEvent } from './call-event.ts';
import { CdrEvent, readCdrEvent } from './cdr-event.ts';
import type { CdrFacts } from './cdr-facts.ts';
import { listFaultyFields } from './event-fields.ts';
import { listOtherFields, otherFieldsOf } from './other-fields.ts';

const knownFields = CdrEvent.shape;

const sources = { CDR_START: 'start', IVR_END: 'ivrEnd', CDR_END: 'end' } as const;

/** Reads the vocabulary of the requirement documents. @throws {z.ZodError} if the payload does not fit. */
export const parseCdrEvent = (payload: object): ParsedEvent => {
  const event = readCdrEvent(payload);
  return {
    kind: 'event',
    faultyFields: listFaultyFields(payload, event),
    event: {
      source: sources[event.eventType],
      name: event.eventType,
      callId: event.callId,
      groupName: event.groupId,
      facts: {
        ...common(event),
        otherFields: otherFieldsOf(listOtherFields(payload, knownFields)),
        ...(event.eventType === 'CDR_START' ? startFacts(event) : endFacts(event)),
      },
    },
  };
};

const common = (event: CdrEvent): CdrFacts => ({
  groupId: event.groupId,
  conversationId: event.conversationId,
  app: event.app,
  customerId: event.customerId,
  channel: event.channel?.toLowerCase(),
  direction: event.direction,
  isTest: event.test,
  connectionId: event.connectionId,
  deviceType: event.deviceType,
  accountId: event.accountId,
  endType: event.endType,
  kvps: event.kvps,
});

const startFacts = (event: CdrEvent): CdrFacts => ({ startedAt: event.startTimestamp ?? event.timestamp });

const endFacts = (event: CdrEvent): CdrFacts => {
  const endedAt = event.endTimestamp ?? event.timestamp;
  return {
    startedAt: event.startTimestamp ?? startOf(endedAt, event.durationMs),
    endedAt,
    durationMs: event.durationMs,
    exitStatus: event.exitStatus,
    ivrResult: event.ivrResult,
  };
};

const startOf = (endedAt: Timestamp | undefined, durationMs: number | undefined): Timestamp | undefined =>
  endedAt === undefined || durationMs === undefined ? undefined : callTimeOf(epochMsOf(endedAt) - durationMs);
