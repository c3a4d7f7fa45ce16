const NEWLINE = 0x0a;

/** Where the bytes of one event are in the joined ones. */
export type JoinedPlace = { readonly fromByte: number; readonly bytes: number };

export type JoinedEvents = { readonly joined: Uint8Array; readonly places: readonly JoinedPlace[] };

/**
 * Joins events of one request to a body that can be sent as it is: NDJSON if each event is one line, else a JSON array. One
 * event stays alone. Only an element of a JSON array has several lines, and all elements are JSON.
 */
export const joinEvents = (events: readonly Uint8Array[]): JoinedEvents => {
  const [only] = events;
  if (only && events.length === 1) return { joined: only, places: [{ fromByte: 0, bytes: only.byteLength }] };
  const [open, between, close] = events.some((raw) => raw.includes(NEWLINE))
    ? ['[', ',\n', ']\n']
    : ['', '\n', '\n'];
  const chunks: Uint8Array[] = [Buffer.from(open)];
  const places: JoinedPlace[] = [];
  let fromByte = open.length;
  for (const [at, raw] of events.entries()) {
    chunks.push(raw, Buffer.from(at < events.length - 1 ? between : close));
    places.push({ fromByte, bytes: raw.byteLength });
    fromByte += raw.byteLength + between.length;
  }
  return { joined: Buffer.concat(chunks), places };
};
