import {
  CallId,
  type CallKey,
  type CallRecord,
  markStored,
  recordEvent,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import { makeMachine } from './machine.ts';
import { registry, SHARDS } from './policies.ts';
import { makeRandom } from './random.ts';
import { makeRules, type Rules } from './rules.ts';
import { runDownloader, storedBy } from './run-downloader.ts';
import { runPooler } from './run-pooler.ts';
import { runWorker, type Surroundings } from './run-worker.ts';
import type { Scenario, ScenarioCall } from './scenario.ts';
import { HOUR_MS, makeTimeline, MINUTE_MS } from './timeline.ts';
import { makeVirtualOcp, type OcpCall } from './virtual-ocp.ts';
import { makeVirtualQueues } from './virtual-queues.ts';
import { callKey, makeVirtualTables } from './virtual-stores.ts';

const START_MS = Date.UTC(2026, 0, 15, 10, 20);
const LONGEST_MS = 48 * HOUR_MS;

/** The world after it came to rest, or was given up on. */
export type Outcome = Surroundings & {
  readonly rules: Rules;
  readonly isAtRest: boolean;
  readonly tookMs: number;
};

/** Plays a scenario until nothing is left to do. The same scenario plays the same way every time. */
export const runScenario = async (scenario: Scenario, longestMs = LONGEST_MS): Promise<Outcome> => {
  const timeline = makeTimeline(START_MS);
  const random = makeRandom(scenario.seed);
  const machine = makeMachine(timeline, random, scenario.faults);
  const ocp = makeVirtualOcp(timeline, {
    ...scenario,
    calls: scenario.calls.map(ocpCall),
    consoleJobs: scenario.consoleJobs.map(({ group, fromMinute, minutes }) => ({
      groupId: group,
      fromMs: START_MS + fromMinute * MINUTE_MS,
      toMs: START_MS + (fromMinute + minutes) * MINUTE_MS,
    })),
  });
  const rules = makeRules(ocp);
  const world = { machine, timeline, random };
  let ids = 0;
  const surroundings: Surroundings = {
    ...world,
    ocp,
    tables: makeVirtualTables(world, rules),
    queues: makeVirtualQueues(world, scenario.duplicates),
    makeId: () => String((ids += 1)),
  };
  let pushesLeft = tellOfCalls(surroundings, scenario, () => (pushesLeft -= 1));
  startProcesses(surroundings, scenario);
  const isAtRest = await timeline.runUntil(
    () => pushesLeft === 0 && isDone(surroundings),
    START_MS + longestMs,
  );
  return { ...surroundings, rules, isAtRest, tookMs: timeline.nowMs() - START_MS };
};

const startProcesses = (surroundings: Surroundings, scenario: Scenario): void => {
  const { machine, queues } = surroundings;
  const workers = scenario.skewsMs.map((skewMs, at) =>
    runWorker(surroundings, machine.makeProcess(`worker-${at}`, skewMs)),
  );
  queues.consume(
    'requests',
    workers.map(({ requests }) => requests),
  );
  queues.consume(
    'checks',
    workers.map(({ checks }) => checks),
  );
  const bad = new Map(scenario.calls.map(({ badDownloads }, at) => [idOf(at), badDownloads]));
  const areBytesGood = (callId: string): boolean => {
    const left = bad.get(callId)!;
    bad.set(callId, left - 1);
    return left <= 0;
  };
  const downloaders = ['downloader-1', 'downloader-2'].map((name) => machine.makeProcess(name));
  queues.consume(
    'downloads',
    downloaders.map((process) => runDownloader(surroundings, process, areBytesGood)),
  );
  runPooler(surroundings, machine.makeProcess('pooler'));
};

export const idOf = (at: number): string => `call-${at}`;
const keyOf = (at: number): CallKey => ({
  tenantId: TenantId.parse('acme'),
  callId: CallId.parse(idOf(at)),
});
const startMs = ({ startMinute }: ScenarioCall): number => START_MS + startMinute * MINUTE_MS;
/** A call that goes on is no business of this world: all have ended when it begins. */
const endMs = (call: ScenarioCall): number =>
  Math.min(startMs(call) + call.lastsMinutes * MINUTE_MS, START_MS - MINUTE_MS);

const ocpCall = (call: ScenarioCall, at: number): OcpCall => ({
  callId: idOf(at),
  groupId: call.group,
  startMs: startMs(call),
  endMs: endMs(call),
  failingJobs: call.failingJobs,
  recordedMs: call.recordedMinute === 'never' ? Infinity : START_MS + call.recordedMinute * MINUTE_MS,
});

/** Writes what CDRs told of the calls, and plans the pushes that come late. @returns how many of those there are. */
const tellOfCalls = ({ tables, timeline }: Surroundings, { calls }: Scenario, onPush: () => void): number => {
  let pushes = 0;
  calls.forEach((call, at) => {
    const key = keyOf(at);
    const context = () => ({
      group: registry.findGroup(call.group),
      shardCount: SHARDS,
      now: timeline.now(),
      by: 'ingestion-api',
    });
    const tell = (source: 'start' | 'end', facts: object): void => {
      const event = { source, name: source, callId: key.callId, groupName: call.group, facts };
      tables.calls.changeNow(callKey(key), recordEvent(key, event, context()));
    };
    if (call.isKnown) {
      tell('start', { groupId: call.group, startedAt: timestampOf(startMs(call)), channel: 'voice' });
      tell('end', { groupId: call.group, endedAt: timestampOf(endMs(call)) });
    }
    if (call.pushMinute === undefined) return;
    pushes += 1;
    timeline.after(call.pushMinute * MINUTE_MS, () => {
      tables.calls.changeNow(
        callKey(key),
        markStored(key, storedBy('REALTIME', key, timeline.now()), context()),
      );
      onPush();
    });
  });
  return pushes;
};

export const isSettled = (call: CallRecord): boolean =>
  call.s3Stored || (call.outcome !== undefined && !call.outcome.retryable);

const isDone = ({ tables, queues }: Surroundings): boolean =>
  queues.live() === 0 &&
  tables.windows.items().length === 0 &&
  tables.slots.items().every(({ job }) => job === undefined) &&
  tables.reconciliations.items().every(({ phase }) => phase === 'closed') &&
  tables.calls.items().every(isSettled);
