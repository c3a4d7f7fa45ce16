import { type Sender, senderIdOf } from '@recordings/call-record';
import { type CredentialEntry, mayWrite, reachedTenantsOf, soleTenantOf } from '@recordings/service';
import { type KeptEvents, tenantsOf } from './kept-events.ts';

/**
 * Who sent the events, with the tenants that its credential reaches now. A sender that has no API key, as one with a token,
 * reaches the tenants that it reached when it sent them.
 *
 * @returns undefined if these are not known.
 */
export const senderOf = (
  { key, why }: Pick<KeptEvents, 'key' | 'why'>,
  entries: readonly CredentialEntry[],
): Sender | undefined => {
  const name = String(why['sender']);
  const known = entries.find((entry) => entry.name === name);
  const tenants = known?.tenants ?? tenantsOf(key);
  if (tenants.length === 0) return undefined;
  const credential = { name, tenants, scopes: [] };
  return {
    name,
    id: senderIdOf(tenants),
    tenants: reachedTenantsOf(credential),
    soleTenant: soleTenantOf(credential),
    mayWrite: (tenantId) => mayWrite(credential, tenantId),
  };
};
