/** The tenants that one of several poolers works for. */
export type TenantPartition =
  /** By the first character of the tenant's id, in upper case. An end that is absent is open. */
  | { readonly kind: 'letters'; readonly ranges: readonly LetterRange[] }
  /** By a hash of the id: each tenant is in exactly one of the partitions `1/of` to `of/of`. */
  | { readonly kind: 'hash'; readonly number: number; readonly of: number };

type LetterRange = { readonly first?: string; readonly last?: string };

const MAX_PARTITIONS = 64;
const HASH = /^(\d{1,2})\/(\d{1,2})$/;
const RANGE = /^([\p{L}\p{N}])?-([\p{L}\p{N}])?$/u;

/**
 * Reads `A-M`, `-M` or `N-` (up to M; from N on), several of them joined by commas, or `2/3` for the second of three
 * partitions by hash. `-M` and `N-` together cover every tenant, whatever its first character is.
 *
 * @returns undefined if the text is none of these.
 */
export const parsePartition = (text: string): TenantPartition | undefined => {
  const [, number, of] = HASH.exec(text) ?? [];
  if (number !== undefined) return makeHashPartition(Number(number), Number(of));
  const ranges = text.split(',').map((part) => parseRange(part.trim()));
  return ranges.every((range) => range !== undefined) ? { kind: 'letters', ranges } : undefined;
};

const makeHashPartition = (number: number, of: number): TenantPartition | undefined =>
  number >= 1 && number <= of && of <= MAX_PARTITIONS ? { kind: 'hash', number, of } : undefined;

const parseRange = (text: string): LetterRange | undefined => {
  const matched = RANGE.exec(text);
  if (!matched || text === '-') return undefined;
  const [first, last] = [matched[1], matched[2]].map((letter) => letter && firstLetterOf(letter));
  if (first !== undefined && last !== undefined && first > last) return undefined;
  return { ...(first !== undefined && { first }), ...(last !== undefined && { last }) };
};

/** Whether the partition contains the tenant. */
export const isInPartition = (tenantId: string, partition: TenantPartition): boolean => {
  switch (partition.kind) {
    case 'letters': {
      const letter = firstLetterOf(tenantId);
      return partition.ranges.some(
        ({ first, last }) =>
          (first === undefined || letter >= first) && (last === undefined || letter <= last),
      );
    }
    case 'hash':
      return hashOf(tenantId) % partition.of === partition.number - 1;
    default:
      return partition satisfies never;
  }
};

/** One code point. Upper case may have two: the first counts. Empty for an empty text, which an unreadable item may have. */
const firstLetterOf = (text: string): string => [...([...text][0] ?? '').toUpperCase()][0] ?? '';

/** FNV-1a: the same in every process and version. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return hash;
};
