import { type ChangeContext, findOwnGroup, type Timestamp } from '@recordings/call-record';
import type { PendingCall } from '@recordings/windowing';
import type { MissingCallsDeps } from './missing-calls-deps.ts';

/** What a transition of this call needs to know. The history of the call names the pooler as the author. */
export const changeContextOf = (
  { registry, shardCount }: Pick<MissingCallsDeps, 'registry' | 'shardCount'>,
  call: Pick<PendingCall, 'groupId' | 'tenantId'>,
  now: Timestamp,
): ChangeContext => ({ group: findOwnGroup(registry, call), shardCount, now, by: 'pooler' });
