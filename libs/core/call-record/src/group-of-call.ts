import type { CallRecord } from './call-record.ts';
import { type CdrFacts, type FactsBySource, identity } from './cdr/cdr-facts.ts';
import type { RegistryGroup } from './registry.ts';

/**
 * The registered group of a call: the first that a source names, in their order of precedence. So neither a mistyped
 * group nor another one of the tenant takes the call's group away, in whatever order they were told.
 *
 * @param given the group that the caller found, which knows the other groups of its tenant.
 */
export const groupOfCall = (
  facts: FactsBySource,
  given: RegistryGroup | undefined,
): RegistryGroup | undefined => {
  for (const field of ['groupId', 'unknownGroupId'] as const) {
    for (const source of identity) {
      const named = registered(facts[source]?.[field], given);
      if (named) return named;
    }
  }
  return given;
};

/** A name that the registry does not know is kept apart, where it competes with no group that it knows. */
export const withGroupTold = (facts: CdrFacts, given: RegistryGroup | undefined): CdrFacts => {
  const { groupId, ...others } = facts;
  if (groupId === undefined || registered(groupId, given)) return facts;
  return { ...others, unknownGroupId: groupId };
};

const registered = (name: string | undefined, given: RegistryGroup | undefined): RegistryGroup | undefined =>
  name === given?.name ? given : given?.findSibling(name);

/** Whether the record was ever derived with a registered group: each has a line of business. */
export const isGroupKnown = ({ lineOfBusiness }: CallRecord): boolean => lineOfBusiness !== undefined;
