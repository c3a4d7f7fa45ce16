import type { OcpOperation } from './dialect.ts';
import { missing } from './missing.ts';
import { readPlaces } from './read-place.ts';

/**
 * The rows of a list. Null is an empty list.
 *
 * @throws {OcpContractError} if the answer has no list at these places.
 */
export const readRows = (
  operation: OcpOperation,
  what: string,
  places: readonly string[],
  answer: unknown,
): readonly unknown[] => {
  const found = readPlaces(answer, places);
  const list = found.find((value) => Array.isArray(value));
  if (list !== undefined) return list;
  if (found.includes(null)) return [];
  throw missing(operation, what, places);
};
