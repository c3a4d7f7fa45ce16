import { type RegistryGroup, retentionMsOf, shifted, type Timestamp } from '@recordings/call-record';
import type { RecoveryDeps } from '../../recovery-deps.ts';

/** OCP keeps recordings of calls that started since then. */
export const keptSinceOf = ({ now }: Pick<RecoveryDeps, 'now'>, group: RegistryGroup): Timestamp =>
  shifted(now(), -retentionMsOf(group));
