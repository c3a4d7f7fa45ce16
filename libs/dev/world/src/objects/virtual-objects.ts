import { createHash } from 'node:crypto';
import type { Location, Timestamp } from '@recordings/call-record';
import { DomainError } from '@recordings/fault';
import type { Life, Machine } from '../time/machine.ts';

type Chunks = readonly Uint8Array[];
type Metadata = Readonly<Record<string, string>>;

/** S3 with conditional creates. Final objects, staged uploads and quarantined bytes have separate key spaces. */
export type VirtualObjects = {
  /** Object storage as one life of a process uses it. */
  storeOf(life: Life): {
    create(location: Location, chunks: Chunks): Promise<'created' | 'exists'>;
    stage(
      key: string,
      object: { readonly metadata: Metadata },
    ): Promise<{
      write(chunk: Uint8Array): Promise<void>;
      finish(): Promise<void>;
      abort(): Promise<void>;
    }>;
    promote(stagedKey: string, location: Location): Promise<'created' | 'exists'>;
    discard(key: string): Promise<void>;
    quarantine(key: string, chunks: Chunks, reason: object): Promise<void>;
    quarantineBytes(key: string, chunks: Chunks): Promise<void>;
    quarantineStaged(stagedKey: string, key: string): Promise<void>;
    explainQuarantined(key: string, reason: object): Promise<void>;
    read(location: Location): Promise<{ readonly body: AsyncIterable<Uint8Array> } | undefined>;
    copy(from: Location, to: Location): Promise<'created' | 'exists'>;
    remove(location: Location): Promise<'deleted' | 'kept'>;
    listQuarantine(prefix: string): AsyncIterable<readonly StagedObject[]>;
    readQuarantine(
      key: string,
    ): Promise<{ readonly body: AsyncIterable<Uint8Array>; readonly metadata: Metadata } | undefined>;
  };
  /** SHA-256 of every final object, lower-case hex, by `bucket/key`. For checks. */
  finalObjects(): ReadonlyMap<string, string>;
  /** Staged recordings, in the order of their keys. For checks. */
  staged(): readonly StagedObject[];
};

/** `stagedAt`: when its upload was opened. */
type StagedObject = { readonly key: string; readonly stagedAt: Timestamp };

type QuarantineObject = {
  readonly bytes: Buffer;
  readonly metadata: Metadata;
  readonly openedAt: Timestamp;
};

class VirtualS3OutageError extends DomainError {
  readonly code = 'STORAGE_UNAVAILABLE';
  readonly fault = 'retryable';
}

/** What a copy finds whose source another process has deleted. */
class NoSuchObjectError extends DomainError {
  readonly code = 'STORAGE_OBJECT_MISSING';
  readonly fault = 'retryable';
}

const STAGING_PREFIX = 'incoming/';

/** @param forbidsDeletion whether the buckets of recordings refuse to delete them. */
export const makeVirtualObjects = (
  machine: Machine,
  now: () => Timestamp,
  forbidsDeletion = false,
): VirtualObjects => {
  const finals = new Map<string, Buffer>();
  const others = new Map<string, QuarantineObject>();
  return {
    storeOf: (life) =>
      storeOf({ finals, others, now, forbidsDeletion }, (request, effect) =>
        machine.step(life, `s3.${request}`, effect, {
          makeError: () => new VirtualS3OutageError('virtual S3 is unavailable'),
        }),
      ),
    finalObjects: () =>
      new Map([...finals].map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')])),
    staged: () => listOf(others, STAGING_PREFIX),
  };
};

const listOf = (others: ReadonlyMap<string, QuarantineObject>, prefix: string): StagedObject[] =>
  [...others]
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, { openedAt }]) => ({ key, stagedAt: openedAt }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));

const nameOf = ({ bucket, key }: Location): string => `${bucket}/${key}`;

type Held = {
  readonly finals: Map<string, Buffer>;
  readonly others: Map<string, QuarantineObject>;
  readonly now: () => Timestamp;
  readonly forbidsDeletion: boolean;
};

type Step = <T>(request: string, effect: () => T) => Promise<T>;
type Store = ReturnType<VirtualObjects['storeOf']>;

const storeOf = (held: Held, step: Step): Store => ({
  create: (location, chunks) => step('create', () => createNow(held, location, () => Buffer.concat(chunks))),
  promote: (key, location) =>
    step('promote', () => {
      const { bytes } = stagedNow(held, key);
      return createNow(held, location, () => bytes);
    }),
  discard: (key) => step('discard', () => void held.others.delete(key)),
  read: (location) =>
    step('read', () => {
      const bytes = held.finals.get(nameOf(location));
      return bytes && { body: streamOf(bytes) };
    }),
  copy: (from, to) => step('copy', () => createNow(held, to, () => finalNow(held, from))),
  remove: ({ bucket, key }) =>
    step('remove', () => {
      if (held.forbidsDeletion) return 'kept';
      held.finals.delete(nameOf({ bucket, key }));
      return 'deleted';
    }),
  ...quarantineOf(held, step),
});

const createNow = ({ finals }: Held, location: Location, bytesNow: () => Buffer): 'created' | 'exists' => {
  const name = nameOf(location);
  if (finals.has(name)) return 'exists';
  finals.set(name, bytesNow());
  return 'created';
};

const stagedNow = ({ others }: Held, key: string): QuarantineObject => {
  const staged = others.get(key);
  if (!staged) throw new NoSuchObjectError(`there is no object ${key}`);
  return staged;
};

const finalNow = ({ finals }: Held, location: Location): Buffer => {
  const bytes = finals.get(nameOf(location));
  if (!bytes) throw new NoSuchObjectError(`there is no object ${nameOf(location)}`);
  return bytes;
};

type FinalStore = Pick<Store, 'create' | 'promote' | 'discard' | 'read' | 'copy' | 'remove'>;

const quarantineOf = (held: Held, step: Step): Omit<Store, keyof FinalStore> => {
  const { others, now } = held;
  const put = (request: string, key: string, chunks: Chunks, metadata: Metadata = {}): Promise<void> => {
    const openedAt = now();
    return step(request, () => void others.set(key, { bytes: Buffer.concat(chunks), metadata, openedAt }));
  };
  const explain = (key: string, reason: object): Promise<void> =>
    put('explain', `${key}.json`, [Buffer.from(JSON.stringify(reason))]);
  return {
    stage: async (key, { metadata }) => {
      const parts: Uint8Array[] = [];
      return {
        write: async (chunk) => void parts.push(chunk),
        finish: () => put('stage', key, parts, metadata),
        abort: async () => undefined,
      };
    },
    quarantine: async (key, chunks, reason) => {
      await put('quarantine', key, chunks);
      await explain(key, reason);
    },
    quarantineBytes: (key, chunks) => put('quarantine', key, chunks),
    quarantineStaged: (stagedKey, key) =>
      step('quarantineStaged', () => void others.set(key, stagedNow(held, stagedKey))),
    explainQuarantined: explain,
    listQuarantine: async function* (prefix) {
      yield await step('list', () => listOf(others, prefix));
    },
    readQuarantine: (key) =>
      step('readQuarantine', () => {
        const found = others.get(key);
        return found && { body: streamOf(found.bytes), metadata: found.metadata };
      }),
  };
};

/** A body that arrives in two chunks. */
export async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const half = Math.ceil(bytes.byteLength / 2);
  yield bytes.subarray(0, half);
  yield bytes.subarray(half);
}
