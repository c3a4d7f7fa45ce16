import { z } from 'zod';
import { CallId, GroupId } from '../ids.ts';
import { callTimeOf, epochMsOf, type Timestamp } from '../timestamp.ts';
import type { ParsedEvent } from './call-event.ts';
import type { CdrFacts } from './cdr-facts.ts';
import {
  lenientFlag,
  lenientId,
  lenientMs,
  lenientText,
  lenientTime,
  listFaultyFields,
  requiredId,
} from './event-fields.ts';

const DialogEvent = z.looseObject({
  message_type: z.enum(['dialog_start', 'dialog_step', 'dialog_end']),
  /** The dialog's id, the same on its start, steps and end. */
  id: requiredId(CallId),
  /** The conversation, not the tenant's group: that is `flow.ocp_group_name`. */
  group: requiredId(z.string()),
  /** The dialog's START, in a `dialog_end` too. */
  time: lenientTime,
  duration: lenientMs,
  end_type: lenientText,
  channel: lenientText,
  direction: lenientText,
  test_flag: lenientFlag,
  hashed_origin_uri: lenientText,
  app: z.union([z.looseObject({ name: lenientText }), lenientText]),
  flow: z
    .looseObject({
      ocp_group_name: lenientId(GroupId),
      name: lenientText,
    })
    .optional()
    .catch(undefined),
});
type DialogEvent = z.infer<typeof DialogEvent>;

/**
 * Reads OCP's own vocabulary. Only the root dialog of a conversation (`id == group`) is the call.
 *
 * @throws {z.ZodError} if the payload does not fit.
 */
export const parseDialogEvent = (payload: object): ParsedEvent => {
  const event = DialogEvent.parse(payload);
  if (event.id !== event.group) return { kind: 'ignored', reason: 'not the root dialog of its conversation' };
  if (event.message_type === 'dialog_step')
    return { kind: 'ignored', reason: 'a step does not move the lifecycle' };
  return {
    kind: 'event',
    faultyFields: listFaultyFields(payload, event),
    event: {
      source: event.message_type === 'dialog_start' ? 'start' : 'end',
      name: event.message_type,
      callId: event.id,
      groupName: event.flow?.ocp_group_name,
      facts: factsOf(event),
    },
  };
};

const factsOf = (event: DialogEvent): CdrFacts => ({
  groupId: event.flow?.ocp_group_name,
  conversationId: event.group,
  app: appOf(event),
  // The caller's number is never kept; this is OCP's hash of it.
  customerId: event.hashed_origin_uri,
  channel: event.channel?.toLowerCase(),
  direction: event.direction,
  isTest: event.test_flag,
  startedAt: event.time,
  ...(event.message_type === 'dialog_end' && {
    endedAt: endOf(event),
    durationMs: event.duration,
    exitStatus: event.end_type,
  }),
});

const endOf = ({ time, duration }: DialogEvent): Timestamp | undefined =>
  time === undefined || duration === undefined ? undefined : callTimeOf(epochMsOf(time) + duration);

const appOf = ({ app, flow }: DialogEvent): string | undefined =>
  (typeof app === 'object' ? app.name : app) ?? flow?.name;
