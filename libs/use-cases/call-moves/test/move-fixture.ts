import { createHash } from 'node:crypto';
import {
  CallId,
  type CallKey,
  CallRecord,
  type ChangeContext,
  type IngestionSource,
  type Location,
  markStored,
  parseEvent,
  parseRegistry,
  recordEvent,
  recordingKey,
  TenantId,
  type Timestamp,
  type Transition,
  timestampOf,
} from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import { type MoveEvent, makeMoveCall } from '../src/index.ts';
import type { MoveCallDeps, StoredNotice } from '../src/move-deps.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 0, 15, 12);

export const never = new AbortController().signal;
export const callId = CallId.parse('c-1');
export const old: CallKey = { tenantId: TenantId.parse('unknown:acme'), callId };
export const owned: CallKey = { tenantId: TenantId.parse('acme'), callId };
export const bytes = Buffer.from('the only recording of the call');
export const otherBytes = Buffer.from('another recording');

const sales = { name: 'Acme_EN', tenant: 'acme' } as const;
/** The group is not registered, or it is of `acme`, or of `bolt`. */
export const registries = {
  unregistered: parseRegistry(makeRegistryFile({ name: 'Bolt_EN', tenant: 'bolt' })),
  acme: parseRegistry(makeRegistryFile({ ...sales, takenOverFrom: ['bolt'] })),
  bolt: parseRegistry(
    makeRegistryFile({
      ...sales,
      tenant: 'bolt',
      takenOverFrom: ['acme'],
      lineOfBusiness: { default: 'loans' },
    }),
  ),
  /** Of `acme`, for another line of business. */
  loans: parseRegistry(makeRegistryFile({ ...sales, lineOfBusiness: { default: 'loans' } })),
  /** Of `acme`, not said to be taken over. */
  onlyAcme: parseRegistry(makeRegistryFile(sales)),
  /** Not said to be taken over from acme. */
  onlyBolt: parseRegistry(
    makeRegistryFile({ ...sales, tenant: 'bolt', lineOfBusiness: { default: 'loans' } }),
  ),
};

export class CrashError extends Error {}

/** The request at which the process dies: `after` it took effect, or before. */
export type Crash = { readonly at: number; readonly isAfter: boolean };

export const idOf = ({ tenantId, callId: id }: CallKey): string => `${tenantId}#${id}`;
export const placeOf = ({ bucket, key }: Location): string => `${bucket}/${key}`;
const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

export const makeMemory = () => {
  const memory = {
    records: new Map<string, CallRecord>(),
    objects: new Map<string, Uint8Array>(),
    published: [] as StoredNotice[],
    noted: [] as MoveEvent[],
    isLocked: false,
    nowMs: START_MS + 24 * HOUR_MS,
    registry: registries.acme,
  };
  const now = (): Timestamp => timestampOf(memory.nowMs);
  const contextOf = ({ tenantId }: CallKey): ChangeContext => ({
    group: memory.registry.findGroup('Acme_EN', tenantId),
    shardCount: 4,
    now: now(),
    by: 'test',
  });
  /** Writes as a process does that knows nothing of moves. */
  const write = <R>(key: CallKey, transition: Transition<R>): R => {
    const { next, result } = transition(memory.records.get(idOf(key)));
    if (!next) return result;
    const { revision = 0 } = memory.records.get(idOf(key)) ?? {};
    if (next.revision !== revision + 1) throw new Error(`revision ${next.revision} after ${revision}`);
    memory.records.set(idOf(key), CallRecord.parse(JSON.parse(JSON.stringify(next))));
    return result;
  };
  return {
    ...memory,
    state: memory,
    write,
    record: (key: CallKey) => memory.records.get(idOf(key)),
    event: (key: CallKey, payload: object): void => {
      const parsed = parseEvent({ callId, groupId: 'Acme_EN', ...payload });
      if (parsed.kind !== 'event') throw new Error(parsed.reason);
      write(key, recordEvent(key, parsed.event, contextOf(key)));
    },
    /** As a push does: the object, then the record. */
    push: (
      key: CallKey,
      data: Uint8Array = bytes,
      bucket = 'unassigned',
      source: IngestionSource = 'REALTIME',
    ) => {
      const location = { bucket, key: recordingKey(key) };
      if (!memory.objects.has(placeOf(location))) memory.objects.set(placeOf(location), data);
      const audio = {
        ...{ codec: 'pcm_s16le', channels: 1, sampleRateHz: 8_000, durationMs: 60_000, flags: [] },
        ...{ bytes: data.length, sha256: sha256(data) },
      };
      const at = { receivedAt: now(), processedAt: now(), storedAt: now() };
      write(key, markStored(key, { location, audio, source, ...at }, contextOf(key)));
    },
    deps: (crash?: Crash, onRequest: (request: number) => void = () => undefined): MoveCallDeps => {
      let requests = 0;
      const request = async <T>(run: () => T): Promise<T> => {
        requests += 1;
        if (crash?.at === requests && !crash.isAfter) throw new CrashError();
        onRequest(requests);
        const result = run();
        if (crash?.at === requests) throw new CrashError();
        return result;
      };
      return {
        calls: {
          read: (key) => request(() => memory.records.get(idOf(key))),
          change: (key, transition) => request(() => write(key, transition)),
        },
        store: {
          copy: (from, to) =>
            request(() => {
              const data = memory.objects.get(placeOf(from));
              if (!data) throw new Error(`no object ${placeOf(from)}`);
              if (!memory.objects.has(placeOf(to))) memory.objects.set(placeOf(to), data);
            }),
          read: (location) =>
            request(() => {
              const data = memory.objects.get(placeOf(location));
              return (
                data && {
                  body: (async function* () {
                    yield data;
                  })(),
                }
              );
            }),
          remove: (location) =>
            request(() => {
              if (memory.isLocked) return 'kept' as const;
              memory.objects.delete(placeOf(location));
              return 'deleted' as const;
            }),
        },
        registry: memory.registry,
        locate: (key, line = 'unassigned') => ({ bucket: line, key: recordingKey(key) }),
        publishStored: (stored) => request(() => void memory.published.push(stored)),
        quietMs: 600_000,
        shardCount: 4,
        now,
        by: 'test',
        note: (event) => void memory.noted.push(event),
      };
    },
  };
};
export type Memory = ReturnType<typeof makeMemory>;

export const minute = (minutes: number): string => new Date(START_MS + minutes * 60_000).toISOString();
export const cdrStart = { eventType: 'CDR_START', timestamp: minute(0), channel: 'voice' };
export const cdrEnd = { eventType: 'CDR_END', timestamp: minute(2), durationMs: 120_000 };

/** A call of a group that the registry lacked then, with its events and, unless `false`, its recording. */
export const makeOldCall = ({ isStored = true, key = old } = {}): Memory => {
  const memory = makeMemory();
  memory.state.registry = registries.unregistered;
  memory.event(key, cdrStart);
  memory.event(key, cdrEnd);
  if (isStored) memory.push(key);
  memory.state.registry = registries.acme;
  memory.state.nowMs += HOUR_MS;
  return memory;
};

export const move = (memory: Memory, key: CallKey = old, crash?: Crash): Promise<string> =>
  makeMoveCall(memory.deps(crash))(key, never);
