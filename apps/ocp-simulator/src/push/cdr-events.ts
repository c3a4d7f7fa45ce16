import type { EndType, PlannedCall } from '../plan/planned-call.ts';
import { uuidFrom } from '../plan/uuid-from.ts';

/** The requirement documents' word for each OCP end type. */
const exitStatuses = {
  FAR_HUP: 'abandoned',
  NEAR_HUP: 'completed',
  NORMAL: 'completed',
  TRANSFER: 'transferred',
} as const satisfies Record<EndType, string>;

/** A call's events in the requirement documents' vocabulary: `CDR_START`, `IVR_END`, `CDR_END`. */
export const cdrEvents = (call: PlannedCall): object[] => {
  const exitStatus = exitStatuses[call.endType];
  return [
    { ...common(call, 'CDR_START', call.startedAt) },
    {
      ...common(call, 'IVR_END', call.ivrEndedAt),
      endTimestamp: iso(call.ivrEndedAt),
      durationMs: call.ivrEndedAt - call.startedAt,
      exitStatus,
      ivrResult: exitStatus === 'transferred' ? 'handed_to_agent' : 'self_served',
    },
    {
      ...common(call, 'CDR_END', call.endedAt),
      startTimestamp: iso(call.startedAt),
      endTimestamp: iso(call.endedAt),
      durationMs: call.endedAt - call.startedAt,
      exitStatus,
    },
  ];
};

const common = (call: PlannedCall, eventType: string, time: number): object => ({
  eventType,
  eventId: uuidFrom(call.callId, eventType),
  callId: call.callId,
  conversationId: call.callId,
  groupId: call.group.name,
  timestamp: iso(time),
  customerId: call.customerId,
  channel: call.channel,
  direction: call.direction,
  app: call.app,
});

const iso = (time: number): string => new Date(time).toISOString();
