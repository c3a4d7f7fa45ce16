import { parseRegistry, type Registry } from '@recordings/call-record';
import { type OwnershipPlan, ownershipAt } from './ownership.ts';
import { registry, registryFile } from './policies.ts';
import { isSlipped, type RegistrySlip, WRONG } from './registry-slip.ts';

export type RegistryPlan = {
  /** Absent: the registry is right. */
  readonly slip?: RegistrySlip | undefined;
  /** Absent: groups are registered from the beginning, and stay with their tenants. */
  readonly ownerships?: readonly OwnershipPlan[] | undefined;
};

/**
 * The registry at each minute of the world. Minute `Infinity` is what it says in the end. A process that cannot reload it
 * learns of owners `lagMinutes` later. The operator who corrects a slip restarts all processes.
 */
export const makeRegistryAt = ({
  slip,
  ownerships = [],
}: RegistryPlan): ((minute: number, lagMinutes?: number) => Registry) => {
  if (!slip && ownerships.length === 0) return () => registry;
  const versions = new Map<string, Registry>();
  return (minute, lagMinutes = 0) => {
    const owners = ownerships.map((plan) => [plan.group, ownershipAt(plan, minute - lagMinutes)] as const);
    const wrong = slip && isSlipped(slip, minute) ? slip : undefined;
    const key = JSON.stringify([owners, wrong]);
    const version = versions.get(key) ?? registryOf(new Map(owners), wrong);
    versions.set(key, version);
    return version;
  };
};

const registryOf = (
  owners: ReadonlyMap<string, ReturnType<typeof ownershipAt>>,
  slip: RegistrySlip | undefined,
): Registry =>
  parseRegistry({
    ...registryFile,
    groups: registryFile.groups.flatMap((group) => {
      const owner = owners.has(group.name) ? owners.get(group.name) : {};
      const wrong = slip?.group === group.name ? WRONG[slip.kind] : {};
      return owner ? [{ ...group, ...owner, ...wrong }] : [];
    }),
  });
