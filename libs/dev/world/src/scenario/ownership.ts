import { TenantId } from '@recordings/call-record';
import { type GROUPS, TENANTS } from './policies.ts';

/** A group that the registry lacks at first, that another tenant takes over, or both. Minutes count from the beginning. */
export type OwnershipPlan = {
  readonly group: Exclude<(typeof GROUPS)[number], 'Shared'>;
  /** Absent: the group is registered from the beginning. */
  readonly registeredFromMinute?: number;
  /** From then on the group is of the second tenant. Absent: it stays with the first one. */
  readonly takenOverFromMinute?: number;
};

/** A process that learns of each change of ownership so much later: it cannot reload the registry. */
export type RegistryLag = { readonly process: string; readonly minutes: number };

const [FIRST, SECOND] = TENANTS.map((id) => TenantId.parse(id)) as [TenantId, TenantId];

type Ownership = { readonly tenant: TenantId; readonly takenOverFrom?: readonly TenantId[] };

/** Who has the group at this minute. Undefined: the registry lacks it. */
export const ownershipAt = (plan: OwnershipPlan, minute: number): Ownership | undefined => {
  const { registeredFromMinute = -Infinity, takenOverFromMinute } = plan;
  if (minute < registeredFromMinute) return undefined;
  const isTakenOver = takenOverFromMinute !== undefined && minute >= takenOverFromMinute;
  return isTakenOver ? { tenant: SECOND, takenOverFrom: [FIRST] } : { tenant: FIRST };
};
