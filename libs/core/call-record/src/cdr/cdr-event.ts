import { z } from 'zod';
import { CallId, GroupId, isPlainId } from '../ids.ts';
import {
  lenientFields,
  lenientId,
  type ReadFields,
  readFields,
  readFlag,
  readMs,
  readPairs,
  readText,
  readTimeField,
  readWord,
  requiredId,
} from './event-fields.ts';
import { isMissing } from './is-missing.ts';

export const cdrEventTypes = ['CDR_START', 'IVR_END', 'CDR_END'] as const;

/** How each optional field is read. */
const readers = {
  /** When the reported thing happened: the start of the call, its end in the IVR, or its end. */
  timestamp: readTimeField,
  startTimestamp: readTimeField,
  endTimestamp: readTimeField,
  durationMs: readMs,
  conversationId: readText,
  app: readText,
  customerId: readText,
  channel: readText,
  direction: readText,
  exitStatus: readText,
  ivrResult: readText,
  test: readFlag,
  connectionId: readWord,
  deviceType: readWord,
  accountId: readWord,
  endType: readWord,
  kvps: readPairs,
};

/** An event of the vocabulary of the requirement documents. */
export const CdrEvent = z.looseObject({
  eventType: z.enum(cdrEventTypes),
  callId: requiredId(CallId),
  groupId: lenientId(GroupId),
  ...lenientFields(readers),
});

export type CdrEvent = Pick<z.infer<typeof CdrEvent>, 'eventType' | 'callId' | 'groupId'> &
  ReadFields<typeof readers>;

/**
 * Reads the fields that are known. Nearly every event has plain ids, and is read without the schema, at a third of its CPU
 * time.
 *
 * @throws {z.ZodError} if the payload does not fit.
 */
export const readCdrEvent = (payload: object): CdrEvent => readPlainEvent(payload) ?? CdrEvent.parse(payload);

/** @returns undefined if an id is not plain or the type is unknown. Then the schema must read the event. */
export const readPlainEvent = (payload: object): CdrEvent | undefined => {
  const { eventType, callId, groupId } = payload as Readonly<Record<string, unknown>>;
  const isPlain = isPlainId(callId) && !isMissing(callId) && (isPlainId(groupId) || isMissing(groupId));
  if (!isPlain || !cdrEventTypes.some((one) => one === eventType)) return undefined;
  return {
    eventType: eventType as CdrEvent['eventType'],
    callId: callId as CallId,
    ...('groupId' in payload && { groupId: isMissing(groupId) ? undefined : (groupId as GroupId) }),
    ...readFields(payload, readers),
  };
};
