import type { CallKey, CallRecord, Registry, Timestamp, Transition } from '@recordings/call-record';
import type { EventIntakeEvent } from './event-intake-event.ts';

/** What the record of a call is likely to be. `isRead`: it comes from a strong read for this request. */
export type LikelyRecord = { readonly current: CallRecord | undefined; readonly isRead?: boolean };

/** What recording CDR events needs from outside. */
export type EventIntakeDeps = {
  /** Applies a transition to the record of a call in one conditional write. */
  readonly calls: {
    /** @param likely what the record is likely to be. If it is, no read is needed. */
    change<R>(key: CallKey, transition: Transition<R>, likely?: LikelyRecord): Promise<R>;
  };
  /** A strong read. */
  readonly getCall: (key: CallKey) => Promise<CallRecord | undefined>;
  /** Strong reads of several calls together, in the order of the keys. Undefined: a record cannot be read. */
  readonly getCalls: (keys: readonly CallKey[]) => Promise<readonly (LikelyRecord | undefined)[]>;
  /** Keeps bytes, and beside them `{key}.json`, which says why. */
  readonly quarantine: (
    key: string,
    chunks: readonly Uint8Array[],
    reason: object,
    signal: AbortSignal,
  ) => Promise<void>;
  readonly registry: Pick<Registry, 'findGroup' | 'groups'>;
  /** Shards of the reconciliation index, the same for every service of a deployment. */
  readonly shardCount: number;
  readonly now: () => Timestamp;
  /** Name of the service, for the history. */
  readonly by: string;
  /** Reports what happened. It must not throw. */
  readonly note: (event: EventIntakeEvent) => void;
};
