/** The names on the way to the place of an RFC 6901 pointer. */
export const namesOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The value at an RFC 6901 pointer; undefined if the answer has none. */
export const readPlace = (answer: unknown, pointer: string): unknown => {
  let at = answer;
  for (const name of namesOf(pointer)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
};

/** The values at the places that the answer has, in the order of the places. */
export const readPlaces = (answer: unknown, places: readonly string[]): unknown[] =>
  places.map((place) => readPlace(answer, place)).filter((value) => value !== undefined);
