import type { CallKey, RederivationJob, Registry, Timestamp, Transition } from '@recordings/call-record';
import type { GroupKey } from '@recordings/reconciliation';
import type { RederivationEvent } from './rederivation-event.ts';

/** What deriving calls again needs from outside. */
export type RederivationDeps = {
  readonly jobs: {
    /** A strong read. */
    get(group: GroupKey): Promise<RederivationJob | undefined>;
    /** Changes the job of a group in one write, on the condition of the revision that was read. */
    change<R>(
      group: GroupKey,
      change: (job: RederivationJob | undefined) => { readonly next?: RederivationJob; readonly result: R },
    ): Promise<R>;
  };
  readonly calls: {
    /** Applies a transition to one call in one conditional write. */
    change<R>(key: CallKey, transition: Transition<R>): Promise<R>;
  };
  /** The explained and given-up calls of a group that started in the range, oldest first, in pages. Eventual. */
  readonly finalCallPages: (
    group: GroupKey,
    range: { readonly fromDate: Timestamp; readonly toDate: Timestamp },
  ) => AsyncIterable<readonly Record<string, unknown>[]>;
  readonly registry: Registry;
  /** Shards that new writes are spread over. */
  readonly shardCount: number;
  readonly policy: {
    /** OCP deletes the recording within this time: an export could not finish. */
    readonly expiryMarginMs: number;
    /** How long a run that died blocks the job. Each checkpoint renews it. */
    readonly leaseMs: number;
    readonly callsPerCheckpoint: number;
  };
  readonly now: () => Timestamp;
  readonly makeId: () => string;
  /** Reports what happened. It must not throw. */
  readonly note: (event: RederivationEvent) => void;
};
