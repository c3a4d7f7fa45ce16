import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CallId, GroupId } from '../ids.ts';
import type { ParsedEvent } from './call-event.ts';
import { lenientId, requiredId } from './event-fields.ts';
import { jsonOf, otherFieldsOf } from './other-fields.ts';

/** The name of a kind of event: a word, so that it can stand in logs and on the record. */
const Kind = z.string().regex(/^[\w.:-]{1,64}$/, 'must be the name of a kind of event');

const OtherEvent = z.looseObject({
  eventType: Kind,
  callId: requiredId(CallId),
  groupId: lenientId(GroupId),
});

const OtherDialogEvent = z.looseObject({
  message_type: Kind,
  id: requiredId(CallId),
  group: requiredId(z.string()),
  flow: z
    .looseObject({ ocp_group_name: lenientId(GroupId) })
    .optional()
    .catch(undefined),
});

/**
 * Reads an event of a kind that this version does not know. It is kept whole on the record of the call that it names.
 *
 * @throws {z.ZodError} if it names no kind or no call.
 */
export const parseOtherEvent = (payload: object): ParsedEvent => {
  const { eventType, callId, groupId } = OtherEvent.parse(payload);
  return keepWhole(payload, eventType, callId, groupId);
};

/** The same for OCP's own vocabulary, where only the root dialog of a conversation is the call. */
export const parseOtherDialogEvent = (payload: object): ParsedEvent => {
  const { message_type: kind, id, group, flow } = OtherDialogEvent.parse(payload);
  if (id !== group) return { kind: 'ignored', reason: 'not the root dialog of its conversation' };
  return keepWhole(payload, kind, id, flow?.ocp_group_name);
};

const keepWhole = (
  payload: object,
  kind: string,
  callId: CallId,
  groupName: GroupId | undefined,
): ParsedEvent => {
  const text = jsonOf(payload);
  if (text === undefined) return { kind: 'unreadable', reason: 'the event is nested too deeply' };
  // Two events of one kind are two fields, and a repeated event is one.
  const name = `${kind} ${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  return {
    kind: 'event',
    faultyFields: [],
    event: {
      source: 'other',
      // In quotes, so that it is never taken for the name of another change in the history.
      name: `"${kind}"`,
      callId,
      groupName,
      facts: { groupId: groupName, otherFields: otherFieldsOf([[name, text]]) },
    },
  };
};
