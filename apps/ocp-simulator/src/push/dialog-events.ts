import { createHash } from 'node:crypto';
import type { PlannedCall } from '../plan/planned-call.ts';
import { uuidFrom } from '../plan/uuid-from.ts';

type Dialog = { readonly id: string; readonly isRoot: boolean; readonly endedAt: number };

/**
 * A call's events in OCP's own vocabulary: `dialog_start` and `dialog_end` of the root dialog, and of a second dialog if
 * the call has one. As in OCP, both events have the same `id`, and a missing value is the text "undefined".
 */
export const dialogEvents = (call: PlannedCall): object[] => {
  const root = { id: call.callId, isRoot: true, endedAt: call.endedAt };
  if (call.sideDialogId === undefined) return [dialogStart(call, root), dialogEnd(call, root)];
  const side = { id: call.sideDialogId, isRoot: false, endedAt: call.ivrEndedAt };
  return [dialogStart(call, root), dialogStart(call, side), dialogEnd(call, side), dialogEnd(call, root)];
};

const dialogStart = (call: PlannedCall, dialog: Dialog): object => ({
  message_type: 'dialog_start',
  ...common(call, dialog),
  asr: 'undefined',
  diamant: 'undefined',
  incoming_attached_data: {},
});

const dialogEnd = (call: PlannedCall, dialog: Dialog): object => ({
  message_type: 'dialog_end',
  // As in OCP, `time` is the START here too; the end is time + duration.
  ...common(call, dialog),
  end_type: call.endType,
  duration: dialog.endedAt - call.startedAt,
  kvps: [{ key: 'customer', value: call.customerId, step: 1 }],
  events: 'Welcome,Identify,Done',
});

const common = (call: PlannedCall, { id, isRoot }: Dialog): object => ({
  id,
  group: call.callId,
  time: call.startedAt,
  origin_uri: call.channel === 'voice' ? call.callerNumber : 'undefined',
  hashed_origin_uri: createHash('sha256').update(call.callerNumber).digest('hex'),
  destination_uri: 'undefined',
  connection_id: uuidFrom(call.callId, 'connection'),
  channel: call.channel,
  device_type: 'undefined',
  direction: call.direction,
  test_flag: false,
  app: { name: call.app, version: 'undefined' },
  flow: {
    parent_step: isRoot ? 0 : 2,
    type: isRoot ? 'Flow' : 'MiniApp',
    ocp_group_name: call.group.name,
    account_id: call.group.accountId,
    name: call.app,
    uuid: uuidFrom(call.group.name, call.app),
  },
});
