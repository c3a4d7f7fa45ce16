/** The value at an RFC 6901 pointer; undefined if the answer has none. */
export const readPlace = (answer: unknown, pointer: string): unknown => {
  let at = answer;
  for (const escaped of pointer.split('/').slice(1)) {
    const name = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
};

/** The values at the places that the answer has, in the order of the places. */
export const readPlaces = (answer: unknown, places: readonly string[]): unknown[] =>
  places.map((place) => readPlace(answer, place)).filter((value) => value !== undefined);
