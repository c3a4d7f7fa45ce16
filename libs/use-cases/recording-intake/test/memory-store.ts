import { timestampOf } from '@recordings/call-record';
import { sha256Of } from '@recordings/test-kit';
import type { IntakeStore, StagedUpload } from '../src/intake-deps.ts';
import type { StagingDeps } from '../src/staging/staging-deps.ts';

export type Stored = { readonly bytes: Buffer; readonly contentType: string };

/** The time at which everything was staged. */
export const stagedAt = timestampOf(Date.UTC(2026, 0, 15, 11));

export type MemoryStore = IntakeStore &
  Pick<StagingDeps, 'listQuarantine' | 'readQuarantine'> & {
    /** Final objects by `{bucket}/{key}`. */
    readonly objects: Map<string, Stored>;
    /** What is staged or quarantined, by key, and the reasons beside it by `{key}.json`. */
    readonly quarantined: Map<string, Buffer>;
    /** Of every object that was ever staged or quarantined, by key. */
    readonly metadata: Map<string, Readonly<Record<string, string>>>;
    /** Keys of uploads that were opened and neither finished nor aborted. */
    readonly openUploads: Set<string>;
  };

/** Object storage in memory, as strict as the real one: it never replaces an object and refuses facts that lie. */
export const makeMemoryStore = (): MemoryStore => {
  const objects = new Map<string, Stored>();
  const quarantined = new Map<string, Buffer>();
  const metadata = new Map<string, Readonly<Record<string, string>>>();
  const openUploads = new Set<string>();

  const createAt: IntakeStore['create'] = (location, chunks, facts) => {
    const at = `${location.bucket}/${location.key}`;
    const bytes = Buffer.concat(chunks);
    if (bytes.length !== facts.sizeBytes || sha256Of(bytes) !== facts.sha256) {
      return Promise.reject(new Error(`facts of ${at} are not those of its bytes`));
    }
    if (objects.has(at)) return Promise.resolve('exists');
    objects.set(at, { bytes, contentType: facts.contentType });
    facts.onSent?.();
    return Promise.resolve('created');
  };

  const store: MemoryStore = {
    objects,
    quarantined,
    metadata,
    openUploads,
    create: createAt,
    stage: (key, object) => {
      if (quarantined.has(key)) return Promise.reject(new Error(`${key} is taken`));
      openUploads.add(key);
      metadata.set(key, object.metadata);
      return Promise.resolve(stagedUpload(key, quarantined, openUploads));
    },
    promote: (stagedKey, location, facts, signal) => {
      const staged = quarantined.get(stagedKey);
      if (!staged) return Promise.reject(new Error(`nothing is staged as ${stagedKey}`));
      return createAt(location, [staged], facts, signal);
    },
    discard: (stagedKey) => {
      quarantined.delete(stagedKey);
      return Promise.resolve();
    },
    quarantineBytes: (key, chunks, facts) => {
      const bytes = Buffer.concat(chunks);
      if (bytes.length !== facts.sizeBytes || sha256Of(bytes) !== facts.sha256) {
        return Promise.reject(new Error(`facts of ${key} are not those of its bytes`));
      }
      if (quarantined.get(key)?.equals(bytes) === false) return Promise.reject(new Error(`${key} is taken`));
      quarantined.set(key, bytes);
      metadata.set(key, facts.metadata ?? {});
      return Promise.resolve();
    },
    quarantineStaged: (stagedKey, key, facts, signal) => {
      const staged = quarantined.get(stagedKey);
      if (!staged) return Promise.reject(new Error(`nothing is staged as ${stagedKey}`));
      return store.quarantineBytes(key, [staged], facts, signal);
    },
    explainQuarantined: (key, reason) => {
      quarantined.set(`${key}.json`, Buffer.from(JSON.stringify(reason)));
      return Promise.resolve();
    },
    read: ({ bucket, key }) => {
      const object = objects.get(`${bucket}/${key}`);
      return Promise.resolve(object && { body: inPieces(object.bytes) });
    },
    listQuarantine: async function* (prefix, _, startAfter = '') {
      await Promise.resolve();
      const keys = [...quarantined.keys()].filter((key) => key.startsWith(prefix) && key > startAfter);
      for (const key of keys.sort()) yield [{ key, stagedAt }];
    },
    readQuarantine: (key) => {
      const bytes = quarantined.get(key);
      return Promise.resolve(bytes && { body: inPieces(bytes), metadata: metadata.get(key) ?? {} });
    },
  };
  return store;
};

const stagedUpload = (
  key: string,
  quarantined: Map<string, Buffer>,
  openUploads: Set<string>,
): StagedUpload => {
  const chunks: Buffer[] = [];
  return {
    write: (chunk) => {
      chunks.push(Buffer.from(chunk));
      return Promise.resolve();
    },
    finish: () => {
      openUploads.delete(key);
      quarantined.set(key, Buffer.concat(chunks));
      return Promise.resolve();
    },
    // Also after a `finish` whose answer was lost.
    abort: () => {
      openUploads.delete(key);
      quarantined.delete(key);
      return Promise.resolve();
    },
  };
};

/** The bytes as a network would bring them. */
export async function* inPieces(bytes: Uint8Array, pieceBytes = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    await Promise.resolve();
    yield bytes.subarray(at, at + pieceBytes);
  }
}
