import type { ChangeContext, RegistryGroup } from '@recordings/call-record';
import type { RecoveryDeps } from './recovery-deps.ts';

/** What a transition of a call needs to know. The history of the call names this worker as the author. */
export const makeChangeContext = (
  { shardCount, now }: Pick<RecoveryDeps, 'shardCount' | 'now'>,
  group: RegistryGroup | undefined,
): ChangeContext => ({ group, shardCount, now: now(), by: 'reconciler-worker' });
