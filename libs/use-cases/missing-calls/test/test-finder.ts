import {
  allShards,
  type CallKey,
  type CallRecord,
  shifted,
  type Timestamp,
  type Transition,
} from '@recordings/call-record';
import { Reconciliation } from '@recordings/reconciliation';
import {
  type Execution,
  type ExecutionOptions,
  type MissingCallsDeps,
  type MissingCallsEvent,
  type MissingCallsPolicy,
  makeFindMissingCalls,
} from '../src/index.ts';
import { idOf, minutesBefore, NOON, registry, SHARD_COUNT } from './call-fixture.ts';
import { idOfCall, type Memory, makeMemory, publish, readShard } from './memory.ts';
import { type Fault, makeSteps, type Steps } from './steps.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const LEASE_MS = 5 * MINUTE_MS;

/** The defaults of the pooler. */
export const policy: MissingCallsPolicy = {
  candidates: {
    bufferMs: 5 * MINUTE_MS,
    lookbackMs: 7 * 24 * HOUR_MS,
    missingEndAfterMs: 24 * HOUR_MS,
    staleAfterMs: 30 * MINUTE_MS,
    includeFailed: true,
    urgentMarginMs: 72 * HOUR_MS,
    expiryMarginMs: 3 * HOUR_MS,
    promptAttempts: 3,
  },
  sizing: { defaultMs: 5 * MINUTE_MS, isDynamic: true, minMs: MINUTE_MS, maxMs: 15 * MINUTE_MS },
  maxCalls: 1_000,
  maxCallsPerWindow: 100,
  maxAttempts: 3,
  audioFormat: 'wav',
  maxEvents: 1_000,
  includeCallDetails: true,
  enableMessageAttributes: true,
};

/** What a test changes: parts of the dependencies, the policy, or what happens at a step. */
export type FinderOptions = {
  readonly memory?: Memory;
  readonly deps?: (deps: MissingCallsDeps) => Partial<MissingCallsDeps>;
  readonly policy?: Partial<MissingCallsPolicy>;
  /** Runs before the first call is queued. */
  readonly afterFind?: () => Promise<unknown>;
  /** Runs before a page of the index is returned that was read before. */
  readonly afterPage?: () => Promise<unknown>;
  readonly fault?: Fault;
};

type RunOptions = Omit<Partial<ExecutionOptions>, 'signal'> & {
  readonly now?: Timestamp;
  readonly signal?: AbortSignal;
};

export type TestFinder = {
  readonly memory: Memory;
  readonly steps: Steps;
  readonly events: MissingCallsEvent[];
  /** Writes a call, outside of the execution. */
  put(key: CallKey, transition: Transition<unknown>): void;
  get(key: CallKey): CallRecord | undefined;
  /** Writes an open reconciliation `r-holder`, with these fields changed. */
  putReconciliation(over: Readonly<Record<string, unknown>>): void;
  tryRun(options?: RunOptions): Promise<Execution | undefined>;
  /** As `tryRun`. @throws {Error} if another execution holds the claim. */
  run(options?: RunOptions): Promise<Execution>;
  noted<T extends MissingCallsEvent['type']>(type: T): Extract<MissingCallsEvent, { type: T }>[];
  /** Call ids of each window published since the last look. */
  takePublished(): string[][];
};

const never = new AbortController().signal;
let ids = 0;

/** The use case over memory, at noon unless a test gives another time. */
export const makeTestFinder = (options: FinderOptions = {}): TestFinder => {
  const { memory = makeMemory(), fault } = options;
  const steps = makeSteps(fault);
  const events: MissingCallsEvent[] = [];
  const tryRun = ({ now = NOON, ...rest }: RunOptions = {}) => {
    const deps = makeMemoryDeps(memory, steps, events, now, options);
    const findMissingCalls = makeFindMissingCalls({ ...deps, ...options.deps?.(deps) });
    return steps.untilCrash(findMissingCalls({ isDryRun: false, signal: never, ...rest }));
  };
  return {
    memory,
    steps,
    events,
    put: (key, transition) => void change(memory, key, transition),
    get: (key) => memory.records.get(idOfCall(key)),
    putReconciliation: (over) => {
      const reconciliation = makeReconciliation(over);
      memory.reconciliations.set(reconciliation.reconciliationId, reconciliation);
    },
    tryRun,
    run: async (runOptions) => {
      const execution = await tryRun(runOptions);
      if (!execution) throw new Error('another execution holds the claim');
      return execution;
    },
    noted: <T extends MissingCallsEvent['type']>(type: T) =>
      events.filter((event): event is Extract<MissingCallsEvent, { type: T }> => event.type === type),
    takePublished: () => memory.published.splice(0).map(callIdsOf),
  };
};

export const callIdsOf = ({ payload }: Memory['published'][number]): string[] =>
  payload.calls.map(({ callId }) => callId);

const change = <R>(memory: Memory, key: CallKey, transition: Transition<R>): R => {
  const { next, result } = transition(memory.records.get(idOfCall(key)));
  if (next) memory.records.set(idOfCall(key), next);
  return result;
};

const makeMemoryDeps = (
  memory: Memory,
  steps: Steps,
  events: MissingCallsEvent[],
  now: Timestamp,
  { policy: changed, afterFind, afterPage }: FinderOptions,
): MissingCallsDeps => {
  let found: Promise<unknown> | undefined;
  return {
    claim: {
      take: (owner, at) =>
        steps.take('claim', () => {
          if (memory.claim && memory.claim.until > at) return false;
          memory.claim = { owner, until: shifted(at, LEASE_MS) };
          return true;
        }),
      release: (owner) =>
        steps.take('release', () => {
          if (memory.claim?.owner === owner) memory.claim = undefined;
        }),
    },
    journal: {
      start: (id, options) =>
        steps.take('journal start', () => void memory.journal.set(id, { status: 'running', options })),
      end: (id, end) =>
        steps.take('journal end', () => void memory.journal.set(id, { ...memory.journal.get(id), ...end })),
    },
    calls: {
      getAll: (keys) =>
        steps.take(`read ${keys.map(({ callId }) => callId).join()}`, () =>
          keys.map((key) => ({ current: memory.records.get(idOfCall(key)), isRead: true })),
        ),
      change: async (key, transition) => {
        if (events.some(({ type }) => type === 'candidates_found')) await (found ??= afterFind?.());
        return steps.take(`change ${key.callId}`, () => change(memory, key, transition));
      },
      pendingCalls: async function* (shard, until) {
        const items = await steps.take(`query ${shard}`, () => readShard(memory, shard, until));
        if (items.length > 0) await afterPage?.();
        for (let at = 0; at < items.length; at += 2) yield items.slice(at, at + 2);
      },
    },
    reconciliations: {
      get: (id) => steps.take(`get ${id}`, () => memory.reconciliations.get(id)),
    },
    publish: (windows) =>
      steps.take('publish', () => {
        for (const { body } of windows) publish(memory, body);
        return { published: windows.map(({ id }) => ({ id, messageId: `m-${id}` })), failed: [] };
      }),
    keepForReplay: (key, request) => steps.take('keep', () => void memory.replay.set(key, request)),
    registry,
    shards: allShards(SHARD_COUNT),
    shardCount: SHARD_COUNT,
    policy: { ...policy, ...changed },
    now: () => now,
    makeId: () => `id-${(ids += 1)}`,
    note: (event) => {
      events.push(event);
      steps.log.push(event.type);
    },
  };
};

/** An open reconciliation `r-holder` whose lease ends an hour after noon. */
const makeReconciliation = (over: Readonly<Record<string, unknown>>): Reconciliation =>
  Reconciliation.parse({
    reconciliationId: idOf('r-holder'),
    batchId: 'batch',
    tenantId: 'acme',
    groupId: 'Acme_EN',
    fromDate: minutesBefore(200),
    toDate: minutesBefore(190),
    priority: 'normal',
    phase: 'waiting',
    reconciliationStatus: 'IN_PROGRESS',
    calls: {},
    leaseUntil: minutesBefore(-60),
    createdAt: minutesBefore(90),
    lastUpdated: minutesBefore(90),
    expiresAtEpochS: 2_000_000_000,
    revision: 1,
    ...over,
  });
