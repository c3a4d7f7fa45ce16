import { z } from 'zod';
import { CallId, GroupId } from '../ids.ts';
import { callTimeOf, epochMsOf, type Timestamp } from '../timestamp.ts';
import type { ParsedEvent } from './call-event.ts';
import type { CdrFacts } from './cdr-facts.ts';
import {
  lenientFlag,
  lenientId,
  lenientMs,
  lenientPairs,
  lenientText,
  lenientTime,
  lenientWord,
  listFaultyFields,
  requiredId,
} from './event-fields.ts';
import { listOtherFields, otherFieldsOf } from './other-fields.ts';

export const cdrEventTypes = ['CDR_START', 'IVR_END', 'CDR_END'] as const;

const CdrEvent = z.looseObject({
  eventType: z.enum(cdrEventTypes),
  callId: requiredId(CallId),
  groupId: lenientId(GroupId),
  /** When the reported thing happened: the start of the call, its end in the IVR, or its end. */
  timestamp: lenientTime,
  startTimestamp: lenientTime,
  endTimestamp: lenientTime,
  durationMs: lenientMs,
  conversationId: lenientText,
  app: lenientText,
  customerId: lenientText,
  channel: lenientText,
  direction: lenientText,
  exitStatus: lenientText,
  ivrResult: lenientText,
  test: lenientFlag,
  connectionId: lenientWord,
  deviceType: lenientWord,
  accountId: lenientWord,
  endType: lenientWord,
  kvps: lenientPairs,
});
type CdrEvent = z.infer<typeof CdrEvent>;

const sources = { CDR_START: 'start', IVR_END: 'ivrEnd', CDR_END: 'end' } as const;

/** Reads the vocabulary of the requirement documents. @throws {z.ZodError} if the payload does not fit. */
export const parseCdrEvent = (payload: object): ParsedEvent => {
  const event = CdrEvent.parse(payload);
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
        otherFields: otherFieldsOf(listOtherFields(payload, CdrEvent.shape)),
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
