import { parseEvent } from '@recordings/call-record';
import { makeCall, NOON } from '../../test/make-call.ts';
import { cdrEvents } from './cdr-events.ts';

const at = (ms: number): string => new Date(NOON + ms).toISOString();

describe('cdrEvents', () => {
  it('reports start, end in the IVR and end, in this order', () => {
    expect(cdrEvents(makeCall(1, { endType: 'TRANSFER' }))).toEqual([
      expect.objectContaining({
        eventType: 'CDR_START',
        callId: 'call-1',
        conversationId: 'call-1',
        groupId: 'Sales',
        timestamp: at(0),
        channel: 'voice',
        direction: 'inbound',
      }),
      expect.objectContaining({
        eventType: 'IVR_END',
        timestamp: at(20_000),
        endTimestamp: at(20_000),
        durationMs: 20_000,
        exitStatus: 'transferred',
        ivrResult: 'handed_to_agent',
      }),
      expect.objectContaining({
        eventType: 'CDR_END',
        startTimestamp: at(0),
        endTimestamp: at(30_000),
        durationMs: 30_000,
        exitStatus: 'transferred',
      }),
    ]);
  });

  it('gives each event its own id, the same each time', () => {
    const ids = cdrEvents(makeCall(1)).map((event) => (event as { eventId: string }).eventId);
    expect(new Set(ids).size).toBe(3);
    expect(cdrEvents(makeCall(1)).map((event) => (event as { eventId: string }).eventId)).toEqual(ids);
  });

  it('is accepted by the parser of the call record', () => {
    const parsed = cdrEvents(makeCall(1)).map(parseEvent);
    expect(parsed.map((result) => result.kind === 'event' && result.event.source)).toEqual([
      'start',
      'ivrEnd',
      'end',
    ]);
  });
});
