import { createHmac } from 'node:crypto';

/** Events in quarantine, whose fields are hashed already, are read again. */
const HASH = /^hmac-sha256:[\w-]{43}$/;

/**
 * Makes the keyed hash of a tenant. The same value has another hash at another tenant, so that the data of two tenants
 * cannot be joined.
 *
 * @param secret of the deployment.
 */
export const makeHash = (secret: string, tenantId: string): ((value: string) => string) => {
  const key = createHmac('sha256', secret).update(`pii ${tenantId}`).digest();
  return (value) =>
    HASH.test(value) ? value : `hmac-sha256:${createHmac('sha256', key).update(value).digest('base64url')}`;
};
