import type {
  CallId,
  CallKey,
  CallRecord,
  IngestionSource,
  Location,
  MoveJob,
  Registry,
  TenantId,
  Timestamp,
  Transition,
} from '@recordings/call-record';
import type { MoveEvent } from './move-event.ts';

/** What moving one call needs from outside. */
export type MoveCallDeps = {
  readonly calls: {
    /** A strong read, of tombstones too. */
    read(key: CallKey): Promise<CallRecord | undefined>;
    /** Applies a transition in one conditional write. */
    change<R>(key: CallKey, transition: Transition<R>): Promise<R>;
  };
  readonly store: {
    /** Copies a recording inside the storage, unless `to` has an object. It may have other bytes then. */
    copy(from: Location, to: Location, about: CopiedRecording, signal: AbortSignal): Promise<unknown>;
    read(
      location: Location,
      signal: AbortSignal,
    ): Promise<{ readonly body: AsyncIterable<Uint8Array> } | undefined>;
    /** @returns `kept` if the storage forbids it. A missing object counts as deleted. */
    remove(location: Location): Promise<'deleted' | 'kept'>;
  };
  readonly registry: Pick<Registry, 'findGroup'>;
  readonly locate: (key: CallKey, lineOfBusiness: string | undefined) => Location;
  /** Resolves when the notice is durable. The same notice may be sent again. */
  readonly publishStored: (stored: StoredNotice) => Promise<void>;
  /** A call whose record changed less than so long ago is left to the next pass: another process works on it. */
  readonly quietMs: number;
  readonly shardCount: number;
  readonly now: () => Timestamp;
  /** The service, for the history. */
  readonly by: string;
  /** Reports what happened. It must not throw. */
  readonly note: (event: MoveEvent) => void;
};

export type CopiedRecording = {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Of the copy. */
  readonly tenantId: TenantId;
};

export type StoredNotice = CallKey & {
  readonly location: Location;
  readonly sha256: string;
  readonly source: IngestionSource;
};

/** A call as the index has it. */
export type IndexedCall =
  | (Keys &
      Pick<CallRecord, 'outcome' | 'reconciliationStatus' | 's3Stored'> & {
        readonly groupId?: string | undefined;
        readonly isUnreadable?: undefined;
      })
  /** Only the keys are known. */
  | (Keys & { readonly isUnreadable: true });

type Keys = { readonly tenantId: TenantId; readonly callId: CallId };

export type CallsPage = {
  readonly calls: readonly IndexedCall[];
  /** Where the next page begins; undefined for the last one. */
  readonly cursor: MoveJob['cursor'];
};

/** What the job needs from outside. */
export type MoveCallsDeps = {
  readonly jobs: {
    change<R>(change: (current: MoveJob | undefined) => { next?: MoveJob; result: R }): Promise<R>;
  };
  /** Takes or renews the claim that lets one instance do this. @returns whether this instance holds it now. */
  readonly claim: () => Promise<boolean>;
  /** All calls of all tenants, from the cursor on. Eventual. */
  readonly callPages: (from: MoveJob['cursor']) => AsyncIterable<CallsPage>;
  /** The version in use. */
  readonly registry: () => Pick<Registry, 'findGroup' | 'groups'>;
  /** Makes what moves one call by this version. */
  readonly moveCall: (key: CallKey, signal: AbortSignal) => Promise<MoveResult>;
  /** A change of the registry rests so long before calls move: every process uses it then, and a slip is corrected. */
  readonly settleMs: number;
  /** Calls that move side by side. */
  readonly parallel: number;
  readonly now: () => Timestamp;
  readonly note: (event: MoveEvent) => void;
};

/**
 * `settled`: it had moved, and its old object is deleted or kept now. `stays`: it is where it belongs. `busy`: it changes
 * while it moves, or changed just now.
 */
export type MoveResult = 'moved' | 'settled' | 'stays' | 'busy';
