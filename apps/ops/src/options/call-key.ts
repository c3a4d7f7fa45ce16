import { CallId, type CallKey, TenantId } from '@recordings/call-record';
import { WrongArgumentError } from '../output/wrong-argument.ts';

/** @throws {WrongArgumentError} naming the argument that cannot be one. */
export const readCallKey = (tenant: string, call: string): CallKey => {
  const tenantId = TenantId.safeParse(tenant);
  const callId = CallId.safeParse(call);
  if (!tenantId.success) throw new WrongArgumentError(`TENANT is "${tenant}": ${sayFirst(tenantId.error)}`);
  if (!callId.success) throw new WrongArgumentError(`CALL is "${call}": ${sayFirst(callId.error)}`);
  return { tenantId: tenantId.data, callId: callId.data };
};

const sayFirst = ({ issues }: { readonly issues: readonly { readonly message: string }[] }): string =>
  issues[0]?.message ?? 'it cannot be read';
