import { createHash } from 'node:crypto';
import type { TenantId } from './ids.ts';

/** Who sends an event or a recording. */
export type Sender = {
  /** The name of its credential. */
  readonly name: string;
  /** Made from the tenants that it reaches, by `senderIdOf`. Two senders of one tenant have the same. */
  readonly id: string;
  /** The tenants whose calls it sends. */
  readonly tenants: readonly TenantId[];
  /** The tenant of a sender that has one tenant only. */
  readonly soleTenant: TenantId | undefined;
  readonly mayWrite: (tenantId: TenantId) => boolean;
};

/** The name of the sender of events that an export job lists. No credential may have it: a replay would lend it its tenants. */
export const EXPORT_SENDER = 'export';

/** Characters. The id is a part of tenant ids and of S3 keys, whose length is limited. */
const MAX_ID_LENGTH = 120;

/**
 * Identifies a sender by the tenants that it reaches. So the events and the recordings of one tenant have the same
 * sender, also if they come by two credentials. Two sets of tenants never have the same id, because a tenant's own `+` is
 * escaped.
 */
export const senderIdOf = (tenants: readonly string[]): string => {
  const names = [...new Set(tenants)].map((tenant) => encodeURIComponent(tenant.toWellFormed()));
  const id = names.sort().join('+');
  return id.length <= MAX_ID_LENGTH ? id : `+${createHash('sha256').update(id).digest('hex')}`;
};
