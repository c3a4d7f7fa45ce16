import { CALL_UNIDENTIFIED, type Registry, type Sender, type TenantId } from '@recordings/call-record';
import type { RecordingLabels } from './recording-labels.ts';
import { type CallName, type ResolvedCall, resolveCall } from './resolve-call.ts';

/** A call whose recording may be stored. */
export type AdmittedCall = ResolvedCall & { readonly name: CallName };

/** `TENANT_FORBIDDEN`: the call is of a tenant that the sender must not write. */
export type Admission =
  | { readonly kind: 'admitted'; readonly tenantId: TenantId; readonly call: AdmittedCall }
  | {
      readonly kind: 'refused';
      readonly tenantId: TenantId;
      readonly code: typeof CALL_UNIDENTIFIED | 'TENANT_FORBIDDEN';
    };

/** Decides from the labels whether an upload is stored, before its bytes are read. */
export const admitUpload = (
  labels: RecordingLabels,
  registry: Pick<Registry, 'findGroup' | 'groups'>,
  sender: Sender,
): Admission => {
  const call = resolveCall(labels, registry, sender);
  const { tenantId, tenantLabel, name, group } = call;
  if (!name) return { kind: 'refused', tenantId, code: CALL_UNIDENTIFIED };
  const isContradicted = tenantLabel !== undefined && group && tenantLabel !== group.tenant;
  if (isContradicted || !sender.mayWrite(tenantId)) {
    return { kind: 'refused', tenantId, code: 'TENANT_FORBIDDEN' };
  }
  return { kind: 'admitted', tenantId, call: { ...call, name } };
};
