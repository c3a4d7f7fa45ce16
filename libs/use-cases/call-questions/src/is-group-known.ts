import { type CallSummary, findOwnGroup, type Registry } from '@recordings/call-record';

/** Whether the registry has the call's group under the call's tenant. The pooler asks OCP for no other call. */
export const isGroupKnown = (
  registry: Pick<Registry, 'findGroup'>,
  call: Pick<CallSummary, 'groupId' | 'tenantId'>,
): boolean => findOwnGroup(registry, call) !== undefined;
