import type { CallKey } from '@recordings/call-record';
import type { StagingDeps } from './staging-deps.ts';

/** The key under which the call is now: it may have moved to another tenant since its bytes were kept. */
export const followMove = async (
  { findMovedTo }: Pick<StagingDeps, 'findMovedTo'>,
  key: CallKey,
): Promise<CallKey> => {
  const { tenantId, callId } = key;
  const movedTo = await findMovedTo({ tenantId, callId });
  return { tenantId: movedTo ?? tenantId, callId };
};
