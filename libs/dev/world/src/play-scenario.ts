import type { TenantId } from '@recordings/call-record';
import { makeWav } from './objects/make-wav.ts';
import { makeVirtualObjects } from './objects/virtual-objects.ts';
import type { OcpScript } from './ocp/ocp-script.ts';
import { makeRequestLog } from './ocp/request-log.ts';
import { sendToUs } from './ocp/send-to-us.ts';
import { makeVirtualBudget } from './ocp/virtual-budget.ts';
import { makeVirtualOcp } from './ocp/virtual-ocp.ts';
import { makeVirtualFailureQueue } from './queues/virtual-failure-queue.ts';
import { makeVirtualQueues } from './queues/virtual-queues.ts';
import type { FindCall } from './rules/move-rule.ts';
import { makeRules, type Rules } from './rules/rules.ts';
import { makeTurnRule } from './rules/turn-rule.ts';
import { cdrsOf } from './scenario/cdrs-of.ts';
import { patienceOf } from './scenario/patience.ts';
import { BUDGET, SWEEPS, settings } from './scenario/policies.ts';
import { makeRegistryAt } from './scenario/registry-at.ts';
import type { Scenario } from './scenario/scenario.ts';
import { endMsOf, isFinal, ocpCallOf, START_MS } from './scenario/world-call.ts';
import { runCallMoves } from './services/run-call-moves.ts';
import { runDownloader } from './services/run-downloader.ts';
import { runIngestion } from './services/run-ingestion.ts';
import { runPerson } from './services/run-person.ts';
import { runPooler } from './services/run-pooler.ts';
import { runRederivation } from './services/run-rederivation.ts';
import { runStagingRecovery } from './services/run-staging-recovery.ts';
import { runWorker } from './services/run-worker.ts';
import type { Surroundings } from './surroundings.ts';
import { makeNewerWriter, type NewerWriter } from './tables/newer-writer.ts';
import { makeVirtualClaims } from './tables/virtual-claims.ts';
import { callKey, makeVirtualTables } from './tables/virtual-stores.ts';
import { type MadeRequest, makeMachine, type Process } from './time/machine.ts';
import { makeRandom } from './time/random.ts';
import { MINUTE_MS, makeTimeline, type Timeline } from './time/timeline.ts';

/** A world at the end of its scenario. */
export type PlayedWorld = Surroundings & {
  readonly rules: Rules;
  readonly newer: NewerWriter;
  /** Whether all work was done before the time limit. */
  readonly isAtRest: boolean;
  readonly virtualMs: number;
  /** @param at index of the call in its scenario. */
  readonly recordingOf: (at: number) => Uint8Array;
};

export type PlayOptions = {
  /** Virtual time that all work may take after the last call has ended. */
  readonly patienceMs?: number;
  /** Called at each request of a process, in the order in which the faults of a scenario count them. */
  readonly onRequest?: (made: MadeRequest) => void;
};

/** Plays a scenario until no work is left. The same scenario always plays the same way. */
export const playScenario = async (
  scenario: Scenario,
  { patienceMs = patienceOf(scenario), onRequest }: PlayOptions = {},
): Promise<PlayedWorld> => {
  const recordings = scenario.calls.map((_, at) => makeWav(at + 1));
  const recordingOf = (at: number): Uint8Array => recordings[at]!;
  const { rules, newer, ...surroundings } = makeSurroundings(scenario, recordingOf, onRequest);
  const { timeline, machine } = surroundings;
  const { poolers, downloaders } = startConsumers(surroundings, scenario);
  if (scenario.ownerships) runCallMoves(surroundings, downloaders);
  newer.run(surroundings.tables);
  for (const { process, partition } of poolers) runPooler(surroundings, process, partition);
  const rederivation = runRederivation(surroundings, poolers[0]!.process, scenario);
  const person = runPerson(surroundings, scenario);
  const apis = ['ingestion-api-1', 'ingestion-api-2'].map((name) =>
    runIngestion(surroundings, machine.makeProcess(name)),
  );
  const sending = sendToUs(surroundings, scenario, recordingOf, apis);

  const lastEndMs = Math.max(START_MS, ...scenario.calls.map(endMsOf));
  const isAtRest = await timeline.runUntil(
    () =>
      timeline.nowMs() >= lastEndMs &&
      sending.isDone() &&
      isDone(surroundings) &&
      rederivation.isDone() &&
      person.isDone() &&
      isSwept(surroundings, scenario),
    lastEndMs + patienceMs,
  );
  return { ...surroundings, rules, newer, isAtRest, virtualMs: timeline.nowMs() - START_MS, recordingOf };
};

type Pooler = { readonly process: Process; readonly partition: string | undefined };

/** Starts workers and downloaders. The poolers' processes have the same clock error as the first downloader. */
const startConsumers = (
  surroundings: Surroundings,
  { skewsMs, otherSkewMs = 0, skewedFromMinute = -1, partitions }: Scenario,
): { readonly poolers: readonly Pooler[]; readonly downloaders: readonly Process[] } => {
  const { machine, queues } = surroundings;
  const fromMs = START_MS + skewedFromMinute * MINUTE_MS;
  const workers = skewsMs.map((ms, n) =>
    runWorker(surroundings, machine.makeProcess(`worker-${n + 1}`, { ms, fromMs })),
  );
  queues.consume(
    'requests',
    workers.map(({ requests }) => requests),
  );
  queues.consume(
    'checks',
    workers.map(({ checks }) => checks),
  );
  const downloaders = [otherSkewMs, 0].map((ms, n) =>
    machine.makeProcess(`downloader-${n + 1}`, { ms, fromMs }),
  );
  queues.consume(
    'downloads',
    downloaders.map((process) => runDownloader(surroundings, process)),
  );
  for (const process of downloaders) runStagingRecovery(surroundings, process);
  const poolers = (partitions ?? [undefined]).map((partition: string | undefined, n) => ({
    process: machine.makeProcess(n === 0 ? 'pooler' : `pooler-${n + 1}`, { ms: otherSkewMs, fromMs }),
    partition,
  }));
  return { poolers, downloaders };
};

const makeSurroundings = (
  scenario: Scenario,
  recordingOf: (at: number) => Uint8Array,
  onRequest: PlayOptions['onRequest'],
) => {
  const timeline = makeTimeline(START_MS);
  const random = makeRandom(scenario.seed);
  const machine = makeMachine(timeline, random, scenario.faults, onRequest);
  const world = { machine, timeline, random };
  const ocp = makeVirtualOcp(timeline, ocpScriptOf(scenario, recordingOf));
  const registries = makeRegistries(timeline, scenario);
  const rules = makeWorldRules(
    scenario,
    { timeline, machine, ocp },
    registries.hasGroup,
    () => surroundings.tables,
  );
  const requests = makeRequestLog();
  const newer = makeNewerWriter(world, scenario.rollout);
  const surroundings: Surroundings = {
    ...world,
    settings: scenario.sweeps ? { ...settings, sweeps: SWEEPS } : settings,
    publishedWindows: [],
    ...registries,
    ocp,
    requests,
    onDeparture: () => requests.note(timeline.nowMs()),
    budget: makeVirtualBudget(world, BUDGET),
    tables: makeVirtualTables(world, rules, newer),
    claims: makeVirtualClaims(world),
    objects: makeVirtualObjects(machine, timeline.now, scenario.forbidsDeletion),
    queues: makeVirtualQueues(world, scenario.duplicates, newer),
    failures: makeVirtualFailureQueue(machine),
    makeId: makeCounter(),
  };
  return { ...surroundings, rules, newer };
};

const makeCounter = (): (() => string) => {
  let ids = 0;
  return () => {
    ids += 1;
    return String(ids);
  };
};

const makeWorldRules = (
  { slip, refusals = [] }: Scenario,
  { timeline, machine, ocp }: Pick<Surroundings, 'timeline' | 'machine' | 'ocp'>,
  hasGroup: HasGroup,
  tablesNow: () => Surroundings['tables'],
): Rules => {
  const findCall: FindCall = (key) => tablesNow().calls.item(callKey(key));
  const turns = makeTurnRule(timeline, () => tablesNow().windows.items(), hasGroup);
  const isSlipped = slip !== undefined;
  const { faults } = machine;
  return makeRules({ ocp, turns, faults, now: timeline.now, isSlipped, refusals, findCall });
};

type HasGroup = (tenantId: TenantId, groupId: string) => boolean;

const makeRegistries = (
  timeline: Timeline,
  scenario: Scenario,
): Pick<Surroundings, 'registryNow' | 'lastRegistry'> & { readonly hasGroup: HasGroup } => {
  const registryAt = makeRegistryAt(scenario);
  const minute = (): number => (timeline.nowMs() - START_MS) / MINUTE_MS;
  const lagOf = (name: string): number | undefined =>
    scenario.registryLags?.find(({ process }) => process === name)?.minutes;
  return {
    registryNow: ({ process }) => registryAt(minute(), lagOf(process)),
    hasGroup: (tenantId, groupId) => registryAt(minute()).findGroup(groupId, tenantId)?.tenant === tenantId,
    lastRegistry: registryAt(Infinity),
  };
};

const ocpScriptOf = (scenario: Scenario, recordingOf: (at: number) => Uint8Array): OcpScript => ({
  ...scenario,
  pageSize: 4,
  calls: scenario.calls.map((call, at) => ({
    ...ocpCallOf(call, at, recordingOf(at)),
    cdrs: cdrsOf(call, at),
  })),
  refusedTimes: (scenario.refusals ?? []).map(({ group, fromMinute, toMinute, ...refused }) => ({
    ...refused,
    groupId: group,
    fromMs: START_MS + fromMinute * MINUTE_MS,
    toMs: START_MS + toMinute * MINUTE_MS,
  })),
  consoleJobs: scenario.consoleJobs.map(({ group, fromMinute, minutes }) => ({
    groupId: group,
    fromMs: START_MS + fromMinute * MINUTE_MS,
    toMs: START_MS + (fromMinute + minutes) * MINUTE_MS,
  })),
});

/** Asked after every event: what most often says no comes first, and what sorts comes last. */
const isDone = ({ tables, queues, objects, lastRegistry }: Surroundings): boolean =>
  queues.live() === 0 &&
  tables.windows.items().length === 0 &&
  tables.slots.items().every(({ job }) => job === undefined) &&
  tables.reconciliations.items().every(({ phase }) => phase === 'closed') &&
  tables.calls.items().every((call) => isFinal(call, lastRegistry)) &&
  objects.staged().length === 0;

/** Whether every call is in a range that was swept, if this world sweeps at all. */
const isSwept = (
  { settings: { sweeps }, tables, lastRegistry }: Surroundings,
  { calls }: Scenario,
): boolean =>
  sweeps === undefined ||
  lastRegistry.groups.every(({ tenant, name }) => {
    const checkpoint = tables.sweeps.item(`${tenant}#${name}`);
    if (!checkpoint || checkpoint.running) return false;
    const { sweptUntil, again } = checkpoint;
    return (
      again.every(({ fault }) => fault === 'empty') &&
      calls.every((call) => Date.parse(sweptUntil) > endMsOf(call))
    );
  });
