import { shifted, type Timestamp } from '@recordings/call-record';
import type { RecoveryDeps } from '../recovery-deps.ts';

/** What the state machine writes to the item of the window: the time, and until when the calls are held. */
export const makeProgress = ({
  now,
  reconciliationPolicy,
}: Pick<RecoveryDeps, 'now' | 'reconciliationPolicy'>): {
  readonly at: Timestamp;
  readonly leaseUntil: Timestamp;
} => {
  const at = now();
  return { at, leaseUntil: shifted(at, reconciliationPolicy.leaseMs) };
};
