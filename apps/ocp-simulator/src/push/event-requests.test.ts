import { eventRequests } from './event-requests.ts';

const events = [{ n: 1 }, { n: 2 }, { n: 3 }];

describe('eventRequests', () => {
  it('sends one event a request, an array, and NDJSON in turn', () => {
    expect(eventRequests(events, 0).map(({ body }) => body)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
    expect(eventRequests(events, 1)).toEqual([
      { contentType: 'application/json', body: '[{"n":1},{"n":2},{"n":3}]', eventCount: 3 },
    ]);
    expect(eventRequests(events, 2)).toEqual([
      { contentType: 'application/x-ndjson', body: '{"n":1}\n{"n":2}\n{"n":3}\n', eventCount: 3 },
    ]);
  });
});
