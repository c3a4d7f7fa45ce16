import type { ScenarioCall } from './scenario.ts';
import { callIdAt, endMsOf, startMsOf } from './world-call.ts';

/** The two CDR events of a call, as OCP sends and exports them. @param at index of the call in its scenario. */
export const cdrsOf = (call: ScenarioCall, at: number): readonly [object, object] => {
  const common = { callId: callIdAt(at), groupId: call.group };
  return [
    {
      ...common,
      eventType: 'CDR_START',
      timestamp: reportedAt(call, startMsOf(call)),
      channel: call.channel ?? 'voice',
    },
    { ...common, eventType: 'CDR_END', timestamp: reportedAt(call, endMsOf(call)) },
  ];
};

/** The time of an event by the clock of its sender. */
const reportedAt = ({ clock }: ScenarioCall, atMs: number): string => {
  const date = new Date(atMs);
  if (clock === 'in 2000') date.setUTCFullYear(2000);
  if (clock === 'next year') date.setUTCFullYear(date.getUTCFullYear() + 1);
  if (clock === 'five hours fast') date.setUTCHours(date.getUTCHours() + 5);
  if (clock === 'five hours slow') date.setUTCHours(date.getUTCHours() - 5);
  return date.toISOString();
};
