import {
  CallId,
  type CallKey,
  type CallRecord,
  parseRegistry,
  recordingKey,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import type { IdentifiedRecording, IncomingRecording, RecordingOrigin } from '../src/incoming-recording.ts';
import type { IntakeDeps, QuarantinedNotice, StoredNotice } from '../src/intake-deps.ts';
import type { StagingDeps } from '../src/staging/staging-deps.ts';
import { inPieces, type MemoryStore, makeMemoryStore } from './memory-store.ts';

export const never = new AbortController().signal;

/** Above, a recording is staged. */
export const MAX_HELD_BYTES = 20_000;
export const MAX_BYTES = 200_000;

const registry = parseRegistry(makeRegistryFile({ name: 'Sales', tenant: 'acme' }));
export const group = registry.findGroup('Sales')!;

export const key: CallKey = { tenantId: TenantId.parse('acme'), callId: CallId.parse('call-1') };

export type Memory = {
  readonly store: MemoryStore;
  readonly records: Map<string, CallRecord>;
  readonly published: StoredNotice[];
  readonly rejected: QuarantinedNotice[];
};

export const makeMemory = (): Memory => ({
  store: makeMemoryStore(),
  records: new Map(),
  published: [],
  rejected: [],
});

/** Dependencies of the staging recovery, which runs long after the uploads. */
export const stagingDepsOn = (
  memory: Memory,
  intake: IntakeDeps = depsOn(memory),
  note: StagingDeps['note'] = () => undefined,
): StagingDeps => ({
  intake,
  registry,
  getCall: ({ tenantId, callId }) => Promise.resolve(memory.records.get(`${tenantId}#${callId}`)),
  findMovedTo: ({ tenantId, callId }) =>
    Promise.resolve(memory.records.get(`${tenantId}#${callId}`)?.movedTo?.tenantId),
  listQuarantine: memory.store.listQuarantine,
  readQuarantine: memory.store.readQuarantine,
  claim: () => Promise.resolve(true),
  minAgeMs: 60_000,
  note,
});

/** Dependencies on this memory. A call's record is changed as a conditional write does it: at once or not at all. */
export const depsOn = ({ store, records, published, rejected }: Memory): IntakeDeps => {
  let ticks = 0;
  return {
    store,
    calls: {
      change: ({ tenantId, callId }, transition) => {
        const id = `${tenantId}#${callId}`;
        const { next, result } = transition(records.get(id));
        if (next) records.set(id, JSON.parse(JSON.stringify(next)) as CallRecord);
        return Promise.resolve(result);
      },
    },
    locate: (call, lineOfBusiness = 'unassigned') => ({ bucket: lineOfBusiness, key: recordingKey(call) }),
    publishStored: (stored) => {
      published.push(stored);
      return Promise.resolve();
    },
    publishQuarantined: (quarantined) => {
      rejected.push(quarantined);
      return Promise.resolve();
    },
    now: () => timestampOf(Date.UTC(2026, 0, 15, 12) + 1_000 * (ticks += 1)),
    makeId: () => `upload-${(uploads += 1)}`,
    shardCount: 4,
    by: 'test',
    limits: { maxBytes: MAX_BYTES, maxHeldBytes: MAX_HELD_BYTES },
  };
};

/** Over all deps, as random ids would: a restart never makes an id again. */
let uploads = 0;

export type Given = Partial<IdentifiedRecording> &
  Partial<Pick<IncomingRecording, 'body'>> &
  Pick<RecordingOrigin, 'hasDigests'>;

export const incoming = (
  bytes: Uint8Array,
  { body = inPieces(bytes), hasDigests, ...given }: Given = {},
): IncomingRecording => ({
  origin: {
    ...key,
    source: given.source ?? 'REALTIME',
    facts: { groupId: 'Sales' },
    declared: given.declared,
    download: given.download,
    hasDigests,
  },
  body,
  identify: () => ({ key, group, facts: { groupId: 'Sales' }, declared: {}, source: 'REALTIME', ...given }),
});

export const recordOf = ({ records }: Memory): CallRecord | undefined =>
  records.get(`${key.tenantId}#${key.callId}`);
