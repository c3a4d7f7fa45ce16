import { type Sender, senderIdOf } from '@recordings/call-record';
import { type Credential, mayWrite, soleTenantOf } from '@recordings/service';

/** The sender of a request, by its credential. A request without one may write nothing. */
export const senderOf = (credential: Credential | undefined): Sender => ({
  name: credential?.name ?? 'none',
  get id() {
    return senderIdOf(credential?.tenants ?? []);
  },
  soleTenant: soleTenantOf(credential),
  mayWrite: (tenantId) => mayWrite(credential, tenantId),
});
