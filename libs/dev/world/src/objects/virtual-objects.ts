import { createHash } from 'node:crypto';
import type { Location } from '@recordings/call-record';
import { DomainError } from '@recordings/fault';
import type { Life, Machine } from '../time/machine.ts';

type Chunks = readonly Uint8Array[];

/** S3 with conditional creates. Final objects, staged uploads and quarantined bytes have separate key spaces. */
export type VirtualObjects = {
  /** Object storage as one life of a process uses it. */
  storeOf(life: Life): {
    create(location: Location, chunks: Chunks): Promise<'created' | 'exists'>;
    stage(key: string): Promise<{
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
  };
  /** SHA-256 of every final object, lower-case hex, by `bucket/key`. For checks. */
  finalObjects(): ReadonlyMap<string, string>;
};

class VirtualS3OutageError extends DomainError {
  readonly code = 'STORAGE_UNAVAILABLE';
  readonly fault = 'retryable';
}

export const makeVirtualObjects = (machine: Machine): VirtualObjects => {
  const finals = new Map<string, Buffer>();
  const others = new Map<string, Buffer>();
  return {
    storeOf: (life) =>
      storeOf(finals, others, (request, effect) =>
        machine.step(life, `s3.${request}`, effect, {
          makeError: () => new VirtualS3OutageError('virtual S3 is unavailable'),
        }),
      ),
    finalObjects: () =>
      new Map([...finals].map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')])),
  };
};

const nameOf = ({ bucket, key }: Location): string => `${bucket}/${key}`;

const storeOf = (
  finals: Map<string, Buffer>,
  others: Map<string, Buffer>,
  step: <T>(request: string, effect: () => T) => Promise<T>,
): ReturnType<VirtualObjects['storeOf']> => {
  const put = (request: string, key: string, chunks: Chunks): Promise<void> =>
    step(request, () => void others.set(key, Buffer.concat(chunks)));
  const createNow = (location: Location, bytes: Buffer): 'created' | 'exists' => {
    const name = nameOf(location);
    if (finals.has(name)) return 'exists';
    finals.set(name, bytes);
    return 'created';
  };
  return {
    create: (location, chunks) => step('create', () => createNow(location, Buffer.concat(chunks))),
    stage: async (key) => {
      const parts: Uint8Array[] = [];
      return {
        write: async (chunk) => void parts.push(chunk),
        finish: () => put('stage', key, parts),
        abort: async () => undefined,
      };
    },
    promote: (stagedKey, location) => step('promote', () => createNow(location, others.get(stagedKey)!)),
    discard: (key) => step('discard', () => void others.delete(key)),
    quarantine: async (key, chunks, reason) => {
      await put('quarantine', key, chunks);
      await put('explain', `${key}.json`, [Buffer.from(JSON.stringify(reason))]);
    },
    quarantineBytes: (key, chunks) => put('quarantine', key, chunks),
    quarantineStaged: (stagedKey, key) =>
      step('quarantineStaged', () => void others.set(key, others.get(stagedKey)!)),
    explainQuarantined: (key, reason) => put('explain', `${key}.json`, [Buffer.from(JSON.stringify(reason))]),
    read: (location) =>
      step('read', () => {
        const bytes = finals.get(nameOf(location));
        return bytes && { body: streamOf(bytes) };
      }),
  };
};

/** A body that arrives in two chunks. */
export async function* streamOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const half = Math.ceil(bytes.byteLength / 2);
  yield bytes.subarray(0, half);
  yield bytes.subarray(half);
}
