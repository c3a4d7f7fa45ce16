import type { CallKey, CallRecord, ChangeContext, Transition } from '@recordings/call-record';
import type { Ops } from '../ops.ts';
import type { Platform } from '../platform.ts';

/** In what context a person changes a call: by today's registry. */
export const contextOf = (
  { now }: Ops,
  { registry, config }: Platform,
  current: CallRecord | undefined,
  { tenantId }: CallKey,
  by: string,
): ChangeContext => ({
  group: registry.findGroup(current?.groupId, tenantId),
  shardCount: config.RECONCILIATION_SHARDS,
  now: now(),
  by,
});

/** Changes one call as a person does. */
export const changeCall = <R>(
  ops: Ops,
  platform: Platform,
  { tenantId, callId }: CallKey,
  by: string,
  transitionIn: (context: ChangeContext) => Transition<R>,
): Promise<R> => {
  const key = { tenantId, callId };
  return platform.stores.calls.change(key, (current) =>
    transitionIn(contextOf(ops, platform, current, key, by))(current),
  );
};
