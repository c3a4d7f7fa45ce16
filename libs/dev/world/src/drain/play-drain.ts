import { parseEvent, recordEvent, type TenantId, timestampOf } from '@recordings/call-record';
import type { RecoveryForecast } from '@recordings/forecast';
import { makeWav } from '../objects/make-wav.ts';
import { makeVirtualObjects } from '../objects/virtual-objects.ts';
import type { OcpScript } from '../ocp/ocp-script.ts';
import { makeRequestLog } from '../ocp/request-log.ts';
import { makeVirtualBudget } from '../ocp/virtual-budget.ts';
import { makeVirtualOcp, type OcpJob } from '../ocp/virtual-ocp.ts';
import { makeVirtualFailureQueue } from '../queues/virtual-failure-queue.ts';
import { makeVirtualQueues } from '../queues/virtual-queues.ts';
import { SHARDS } from '../scenario/policies.ts';
import { runDownloader } from '../services/run-downloader.ts';
import { planRecovery, runPooler } from '../services/run-pooler.ts';
import { runWorker } from '../services/run-worker.ts';
import type { Surroundings } from '../surroundings.ts';
import { makeNewerWriter } from '../tables/newer-writer.ts';
import { makeVirtualClaims } from '../tables/virtual-claims.ts';
import { callKey, makeVirtualTables, type Watchers } from '../tables/virtual-stores.ts';
import { type MadeRequest, makeMachine } from '../time/machine.ts';
import { makeRandom } from '../time/random.ts';
import { HOUR_MS, MINUTE_MS, makeTimeline } from '../time/timeline.ts';
import type { DrainLoad } from './drain-load.ts';
import { DRAIN_BUDGET, DRAIN_SETTINGS, drainRegistry } from './drain-settings.ts';
import { type BacklogCall, makeBacklog } from './make-backlog.ts';

/** The backlog after its last call was stored, or after the patience. */
export type PlayedDrain = {
  /** What a dry run of the pooler said before the recovery began. */
  readonly plan: RecoveryForecast;
  readonly stored: number;
  readonly drainMs: number;
  readonly jobs: readonly OcpJob[];
  /** Requests by kind, for example `ocp.download`, `call.put`. */
  readonly requests: ReadonlyMap<string, number>;
  /** Most requests to OCP in any budget period. */
  readonly peak: number;
};

const TENANT = 'acme' as TenantId;
export const DAY_MS = Date.UTC(2026, 0, 15);
/** Every hour of the day has ended and is settled. */
export const START_MS = DAY_MS + 27 * HOUR_MS;
const PATIENCE_MS = 60 * 24 * HOUR_MS;
/** A fiftieth of a second: a small file, so that many fit into memory. */
const SAMPLES = 160;
const DOWNLOADS_AT_ONCE = 5;
const SLOW_SHARE = 0.001;

/** Recovers a backlog in virtual time with the shipped services, their default settings, and an OCP without faults. */
export const playDrain = async (load: DrainLoad): Promise<PlayedDrain> => {
  const backlog = makeBacklog(load, DAY_MS);
  const requests = new Map<string, number>();
  let stored = 0;
  const onCall: Watchers['onCall'] = (next, before) => {
    if (next.s3Stored && !before?.s3Stored) stored += 1;
  };
  const surroundings = makeSurroundings(load, backlog, { requests, onCall });
  const { timeline, machine, ocp } = surroundings;
  for (const call of backlog) missRecording(surroundings, call);
  // The index follows, before anybody reads it.
  await timeline.runUntil(() => timeline.nowMs() > START_MS + MINUTE_MS, START_MS + HOUR_MS);
  const plan = await planFirst(surroundings);
  const startMs = timeline.nowMs();
  consumeQueues(surroundings, load);
  runPooler(surroundings, machine.makeProcess('pooler'));
  await timeline.runUntil(() => stored === load.calls, startMs + PATIENCE_MS);
  return {
    plan,
    stored,
    drainMs: timeline.nowMs() - startMs,
    jobs: ocp.jobs,
    requests,
    peak: surroundings.requests.peak(DRAIN_BUDGET.periodMs),
  };
};

/** Starts the workers and the downloaders. */
export const consumeQueues = (surroundings: Surroundings, load: DrainLoad): void => {
  const { machine, queues } = surroundings;
  const processes = (name: string, count: number) =>
    Array.from({ length: count }, (_, n) => machine.makeProcess(`${name}-${n + 1}`));
  const workers = processes('worker', load.workers).map((process) => runWorker(surroundings, process));
  queues.consume(
    'requests',
    workers.map(({ requests: consumer }) => consumer),
  );
  queues.consume(
    'checks',
    workers.map(({ checks }) => checks),
  );
  queues.consume(
    'downloads',
    processes('downloader', load.downloaders).map((process) => ({
      ...runDownloader(surroundings, process),
      concurrency: DOWNLOADS_AT_ONCE,
    })),
  );
};

const planFirst = async (surroundings: Surroundings): Promise<RecoveryForecast> => {
  const { timeline, machine } = surroundings;
  let plan: RecoveryForecast | undefined;
  planRecovery(surroundings, machine.makeProcess('planner')).then(
    (planned) => (plan = planned),
    () => undefined,
  );
  await timeline.runUntil(() => plan !== undefined, timeline.nowMs() + HOUR_MS);
  if (!plan) throw new Error('the dry run did not end within an hour');
  return plan;
};

export const makeSurroundings = (
  load: DrainLoad,
  backlog: readonly BacklogCall[],
  watched: Pick<Watchers, 'onCall'> & { readonly requests: Map<string, number> },
  settings = DRAIN_SETTINGS,
): Surroundings => {
  const timeline = makeTimeline(START_MS);
  const random = makeRandom(load.seed);
  const count = ({ request }: MadeRequest): void =>
    void watched.requests.set(request, (watched.requests.get(request) ?? 0) + 1);
  const machine = makeMachine(timeline, random, [], count, SLOW_SHARE);
  const world = { machine, timeline, random };
  const newer = makeNewerWriter(world, undefined);
  const requests = makeRequestLog();
  const registry = drainRegistry(load.groups, load.constraints);
  let ids = 0;
  return {
    ...world,
    settings,
    registryNow: () => registry,
    lastRegistry: registry,
    publishedWindows: [],
    ocp: makeVirtualOcp(timeline, ocpScriptOf(load, backlog)),
    requests,
    onDeparture: () => requests.note(timeline.nowMs()),
    budget: makeVirtualBudget(world, DRAIN_BUDGET),
    tables: makeVirtualTables(world, watched, newer),
    claims: makeVirtualClaims(world),
    objects: makeVirtualObjects(machine, timeline.now),
    queues: makeVirtualQueues(world, 0),
    failures: makeVirtualFailureQueue(machine),
    makeId: () => {
      ids += 1;
      return String(ids);
    },
  };
};

const ocpScriptOf = (load: DrainLoad, backlog: readonly BacklogCall[]): OcpScript => {
  const recording = makeWav(1, SAMPLES);
  return {
    calls: backlog.map((call) => ({
      ...call,
      deletedMs: Number.POSITIVE_INFINITY,
      recordedMs: call.endMs,
      failingJobs: 0,
      badDownloads: 0,
      recording,
    })),
    selectsBy: 'start',
    jobs: [],
    laterJobs: { kind: 'finish', runsMinutes: load.jobMinutes },
    creates: [],
    consoleJobs: [],
    refusedTimes: [],
    listsStarts: true,
    estimates: 'right',
    pageSize: load.pageSize,
    enforcesSlot: load.constraints?.runningJobsPerGroup !== 'unbounded',
  };
};

/** Records a call by its end event, as the push of its recording was lost. */
export const missRecording = ({ tables, lastRegistry }: Surroundings, call: BacklogCall): void => {
  const { callId, groupId, startMs, endMs } = call;
  const parsed = parseEvent({
    eventType: 'CDR_END',
    callId,
    groupId,
    timestamp: timestampOf(endMs),
    durationMs: endMs - startMs,
    channel: 'voice',
  });
  if (parsed.kind !== 'event') throw new Error(parsed.reason);
  const key = { tenantId: TENANT, callId };
  const group = lastRegistry.findGroup(groupId, TENANT);
  const context = { group, shardCount: SHARDS, now: timestampOf(endMs), by: 'backlog' };
  tables.calls.changeNow(callKey(key), recordEvent(key, parsed.event, context));
};
