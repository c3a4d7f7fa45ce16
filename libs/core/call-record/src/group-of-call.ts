import type { CallRecord } from './call-record.ts';
import { type CdrFacts, type FactsBySource, sourcesByPrecedence } from './cdr/cdr-facts.ts';
import type { RegistryGroup } from './registry.ts';

/**
 * The registered group of a call: the first that a source names, in the sources' order of precedence. So a mistyped
 * group, or another group of the tenant, does not replace the call's group, in whatever order the events came.
 *
 * @param given the group that the caller found. It knows the other groups of its tenant.
 */
export const findGroupOfCall = (
  facts: FactsBySource,
  given: RegistryGroup | undefined,
): RegistryGroup | undefined => {
  for (const field of ['groupId', 'unknownGroupId'] as const) {
    for (const source of sourcesByPrecedence) {
      const named = findRegistered(facts[source]?.[field], given);
      if (named) return named;
    }
  }
  return given;
};

/** Moves a group name that the registry does not know to `unknownGroupId`, so that it never outranks a known one. */
export const separateUnknownGroup = (facts: CdrFacts, given: RegistryGroup | undefined): CdrFacts => {
  const { groupId, ...others } = facts;
  if (groupId === undefined || findRegistered(groupId, given)) return facts;
  return { ...others, unknownGroupId: groupId };
};

const findRegistered = (
  name: string | undefined,
  given: RegistryGroup | undefined,
): RegistryGroup | undefined => (name === given?.name ? given : given?.findSibling(name));

/** Whether the record was ever derived with a registered group: each of them gives a line of business. */
export const isGroupKnown = ({ lineOfBusiness }: CallRecord): boolean => lineOfBusiness !== undefined;

/** Whether a registered group gave the record its fields, and the registry no longer knows a group of the call. */
export const isGroupLost = (record: CallRecord, group: RegistryGroup | undefined): boolean =>
  group === undefined && isGroupKnown(record);
