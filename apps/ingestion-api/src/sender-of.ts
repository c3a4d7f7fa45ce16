import { type Sender, senderIdOf } from '@recordings/call-record';
import { type Credential, mayWrite, reachedTenantsOf, soleTenantOf } from '@recordings/service';

/** The senders of credentials that are in use. */
const known = new WeakMap<Credential, Sender>();

/** The sender of a request, by its credential. A request without one may write nothing. */
export const senderOf = (credential: Credential | undefined): Sender => {
  const found = credential && known.get(credential);
  if (found) return found;
  const sender = makeSender(credential);
  if (credential) known.set(credential, sender);
  return sender;
};

const makeSender = (credential: Credential | undefined): Sender => ({
  name: credential?.name ?? 'none',
  get id() {
    return senderIdOf(credential?.tenants ?? []);
  },
  tenants: reachedTenantsOf(credential),
  soleTenant: soleTenantOf(credential),
  mayWrite: (tenantId) => mayWrite(credential, tenantId),
});
