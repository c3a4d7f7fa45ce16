import type { CallSummary, Registry } from '@recordings/call-record';

/** Whether the registry has the call's group under the call's tenant. The pooler asks OCP for no other call. */
export const isGroupKnown = (
  registry: Pick<Registry, 'findGroup'>,
  { groupId, tenantId }: Pick<CallSummary, 'groupId' | 'tenantId'>,
): boolean => registry.findGroup(groupId, tenantId)?.tenant === tenantId;
