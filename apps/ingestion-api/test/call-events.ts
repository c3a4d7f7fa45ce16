/** The events of one call in both vocabularies; it started at noon and took half a minute. */
export const NOON_MS = Date.UTC(2026, 0, 15, 12);

const iso = (afterMs: number): string => new Date(NOON_MS + afterMs).toISOString();

export type Told = { readonly groupId?: string; readonly app?: string };

export const cdrStart = (callId: string, { groupId = 'Acme_EN', app }: Told = {}): object => ({
  eventType: 'CDR_START',
  callId,
  groupId,
  app,
  timestamp: iso(0),
  channel: 'voice',
  phoneNumber: '+15550100123',
});

export const ivrEnd = (callId: string, { groupId = 'Acme_EN' }: Told = {}): object => ({
  eventType: 'IVR_END',
  callId,
  groupId,
  timestamp: iso(20_000),
  durationMs: 20_000,
  exitStatus: 'completed',
});

export const cdrEnd = (callId: string, { groupId = 'Acme_EN', app }: Told = {}): object => ({
  eventType: 'CDR_END',
  callId,
  groupId,
  app,
  timestamp: iso(30_000),
  durationMs: 30_000,
  exitStatus: 'completed',
});

const dialog = (messageType: string, callId: string): object => ({
  message_type: messageType,
  id: callId,
  group: callId,
  time: NOON_MS,
  origin_uri: 'sip:+15550100123@carrier.example',
  destination_uri: 'tel:+15550100999',
  channel: 'voice',
  flow: { ocp_group_name: 'Acme_EN', parent_step: 0, type: 'Flow', name: 'Welcome', account_id: '7' },
});

export const dialogStart = (callId: string): object => dialog('dialog_start', callId);
export const dialogStep = (callId: string): object => dialog('dialog_step', callId);
export const dialogEnd = (callId: string): object => ({
  ...dialog('dialog_end', callId),
  duration: 30_000,
  end_type: 'FAR_HUP',
  events: 'Welcome,Done',
});
