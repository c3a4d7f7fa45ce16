import type { GroupKey, SweepCheckpoint, SweepPolicy } from '@recordings/reconciliation';
import type { MissingCallsDeps } from '../missing-calls-deps.ts';

/** What sweeps need, beside what finding missing calls needs. */
export type Sweeping = {
  /** If not, no range is swept. What a person asked for is reported all the same. */
  readonly isEnabled: boolean;
  readonly policy: SweepPolicy;
  readonly checkpoints: {
    /** A strong read. */
    get(group: GroupKey): Promise<SweepCheckpoint | undefined>;
    /** Changes the checkpoint of a group in one write, on the condition of the revision that was read. */
    change<R>(
      group: GroupKey,
      change: (current: SweepCheckpoint | undefined) => {
        readonly next?: SweepCheckpoint;
        readonly result: R;
      },
    ): Promise<R>;
  };
};

export type SweepDeps = Pick<
  MissingCallsDeps,
  'reconciliations' | 'publish' | 'registry' | 'policy' | 'makeId' | 'now' | 'note'
> & { readonly sweeping: Sweeping };
