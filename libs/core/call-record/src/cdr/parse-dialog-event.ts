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

export const dialogEventTypes = ['dialog_start', 'dialog_step', 'dialog_end'] as const;

const Flow = z.looseObject({
  ocp_group_name: lenientId(GroupId),
  name: lenientText,
  account_id: lenientWord,
});
const App = z.looseObject({ name: lenientText });

const DialogEvent = z.looseObject({
  message_type: z.enum(dialogEventTypes),
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
  connection_id: lenientWord,
  device_type: lenientWord,
  kvps: lenientPairs,
  app: z.union([App, lenientText]),
  flow: Flow.optional().catch(undefined),
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
      facts: { ...factsOf(event), otherFields: otherFieldsOf(listOthers(payload, event)) },
    },
  };
};

/** Fields that are read, and the numbers of both sides, which are never kept. */
const knownFields = { ...DialogEvent.shape, origin_uri: true, destination_uri: true };

const listOthers = (payload: object, { app, flow }: DialogEvent): [string, string][] => [
  ...listOtherFields(payload, knownFields),
  ...listOtherFields(flow ?? {}, Flow.shape, 'flow.'),
  ...(typeof app === 'object' ? listOtherFields(app, App.shape, 'app.') : []),
];

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
  connectionId: event.connection_id,
  deviceType: event.device_type,
  accountId: event.flow?.account_id,
  endType: event.end_type,
  kvps: event.kvps,
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
