/** One request to `POST /v1/events`. */
export type EventRequest = {
  readonly contentType: 'application/json' | 'application/x-ndjson';
  readonly body: string;
  readonly eventCount: number;
};

/** Sends events in one of OCP's three ways, in turn by `ordinal`: one a request, an array, or NDJSON. */
export const eventRequests = (events: readonly object[], ordinal: number): EventRequest[] => {
  switch (ordinal % 3) {
    case 0:
      return events.map((event) => json(event, 1));
    case 1:
      return [json(events, events.length)];
    default:
      return [
        {
          contentType: 'application/x-ndjson',
          body: events.map((event) => `${JSON.stringify(event)}\n`).join(''),
          eventCount: events.length,
        },
      ];
  }
};

const json = (value: object, eventCount: number): EventRequest => ({
  contentType: 'application/json',
  body: JSON.stringify(value),
  eventCount,
});
