import type { CallKey } from '@recordings/call-record';
import type { StagingDeps } from './staging-deps.ts';

/** The key under which the call is now: it may have moved since its bytes were kept, several times and back again. */
export const followMove = async (
  { findMovedTo }: Pick<StagingDeps, 'findMovedTo'>,
  key: CallKey,
): Promise<CallKey> => {
  const { callId } = key;
  let { tenantId } = key;
  const seen = new Set<string>();
  while (!seen.has(tenantId)) {
    seen.add(tenantId);
    tenantId = (await findMovedTo({ tenantId, callId })) ?? tenantId;
  }
  return { tenantId, callId };
};
