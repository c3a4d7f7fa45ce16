const NOON_MS = Date.UTC(2026, 0, 15, 12);
const iso = (afterMs: number): string => new Date(NOON_MS + afterMs).toISOString();

/** Fields that a test changes. */
export type Given = { readonly groupId?: string; readonly channel?: string };

/** The events of one call, as OCP sends them. The call started at noon. */
export const cdrStart = (callId: string, { groupId = 'Acme_EN', channel = 'voice' }: Given = {}): object => ({
  eventType: 'CDR_START',
  callId,
  groupId,
  timestamp: iso(0),
  channel,
});

export const ivrEnd = (callId: string, { groupId = 'Acme_EN' }: Given = {}): object => ({
  eventType: 'IVR_END',
  callId,
  groupId,
  timestamp: iso(20_000),
  durationMs: 20_000,
  exitStatus: 'completed',
});

export const cdrEnd = (callId: string, { groupId = 'Acme_EN' }: Given = {}): object => ({
  eventType: 'CDR_END',
  callId,
  groupId,
  timestamp: iso(30_000),
  durationMs: 30_000,
  exitStatus: 'completed',
});
