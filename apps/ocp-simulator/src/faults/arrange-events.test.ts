import { arrangeEvents } from './arrange-events.ts';

const events = ['start', 'ivr', 'end'];

describe('arrangeEvents', () => {
  it('leaves the order alone without a fault', () => {
    expect(arrangeEvents(events, 1, new Set())).toEqual({ events, recordingFirst: false });
  });

  it('sends each event twice under duplicate-events', () => {
    const arranged = arrangeEvents(events, 1, new Set(['duplicate-events']));
    expect(arranged.events).toEqual(['start', 'start', 'ivr', 'ivr', 'end', 'end']);
  });

  it('sends the end first under reordered-events, and every other recording before any event', () => {
    const reordered = new Set(['reordered-events'] as const);
    expect(arrangeEvents(events, 1, reordered)).toEqual({
      events: ['end', 'ivr', 'start'],
      recordingFirst: false,
    });
    expect(arrangeEvents(events, 2, reordered).recordingFirst).toBe(true);
  });

  it('does both at once', () => {
    const both = new Set(['reordered-events', 'duplicate-events'] as const);
    expect(arrangeEvents(['start', 'end'], 1, both).events).toEqual(['end', 'end', 'start', 'start']);
  });
});
