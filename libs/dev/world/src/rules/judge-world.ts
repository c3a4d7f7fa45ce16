import { createHash } from 'node:crypto';
import { type CallRecord, isTombstone, TenantId } from '@recordings/call-record';
import { listFailureReports } from '@recordings/reconciliation';
import type { PlayedWorld } from '../play-scenario.ts';
import { BUDGET, TENANTS } from '../scenario/policies.ts';
import type { Scenario, ScenarioCall } from '../scenario/scenario.ts';
import { callIdAt, isExplained, isFinal, isOfNoTenant, ownKeyOf } from '../scenario/world-call.ts';
import { callKey } from '../tables/virtual-stores.ts';
import { judgeMoves } from './judge-moves.ts';

/** What one played world shows. */
export type WorldResult = {
  readonly calls: number;
  readonly stored: number;
  readonly explained: number;
  /** Calls without a record: no event, push or export named them. */
  readonly unheardOf: number;
  /** Calls whose recording OCP had, and that ended without it. */
  readonly lost: number;
  /** Calls with more than one final object. */
  readonly duplicated: number;
  /** Records of calls that moved on to another tenant. */
  readonly moved: number;
  readonly ocpRequests: number;
  readonly budgetPeak: number;
  readonly virtualMs: number;
  readonly faults: number;
  /** Every promise that the world broke, as sentences. */
  readonly broken: readonly string[];
};

/** Checks a played world against the invariants. */
export const judgeWorld = (scenario: Scenario, world: PlayedWorld): WorldResult => {
  const records = new Map(
    world.tables.calls
      .items()
      .filter((record) => !isOfNoTenant(record) && !isTombstone(record))
      .map((record) => [callKey(record), record]),
  );
  const stored = [...records.values()].filter((record) => record.s3Stored);
  const lost = lostCalls(scenario, records);
  const duplicated = duplicatedCalls(scenario, world);
  const budgetPeak = world.requests.peak(BUDGET.periodMs);
  return {
    calls: scenario.calls.length,
    stored: stored.length,
    explained: [...records.values()].filter((record) => isExplained(record)).length,
    unheardOf: scenario.calls.length - records.size,
    lost: lost.length,
    duplicated: duplicated.length,
    moved: world.tables.calls.items().filter(isTombstone).length,
    ocpRequests: world.requests.count(),
    budgetPeak,
    virtualMs: world.virtualMs,
    faults: world.machine.faults(),
    broken: [
      ...world.rules.broken,
      ...world.ocp.complaints,
      ...duplicated,
      ...world.newer.dropped.map((part) => `a field of the newer version was dropped: ${part}`),
      ...misplacedRecords(scenario, world),
      ...judgeMoves(world),
      ...alteredObjects(world, scenario),
      ...unreportedFailures(world),
      ...(budgetPeak > BUDGET.maxRequests
        ? [`${budgetPeak} requests to OCP within ${BUDGET.periodMs} ms`]
        : []),
      ...(world.isAtRest ? lost : leftOvers(world)),
    ],
  };
};

/** A good recording that OCP has within hours of the end of the call must be stored, whatever else failed. */
const lostCalls = (scenario: Scenario, records: ReadonlyMap<string, CallRecord>): string[] =>
  scenario.calls.flatMap((call, at) => {
    const key = ownKeyOf(scenario, call, at);
    const { callId } = key;
    const record = records.get(callKey(key));
    if (record?.s3Stored || !mustBeStored(call, scenario)) return [];
    if (!record) return isAnnounced(call) ? [`${callId} has no record`] : [];
    return [`${callId} was given up: ${JSON.stringify(record.outcome)}`];
  });

const isAnnounced = ({ events, push }: ScenarioCall): boolean => events !== 'none' || push.kind === 'sent';

/**
 * Whether nothing excuses a call that is not stored. A wrong start that can be true is asked for, and no other. A call
 * that only an export revealed has no known end. If OCP
 * selects by the end, its range cannot be asked for, unless listings omit starts: then the whole range is asked again.
 */
const mustBeStored = (call: ScenarioCall, { selectsBy, listsStarts }: Scenario): boolean => {
  if (call.push.kind === 'sent') return true;
  if (call.clock === 'five hours slow') return false;
  const isFindable = call.events !== 'none' || selectsBy === 'start' || !listsStarts;
  return call.recordedAfterMinutes !== 'never' && call.badDownloads < 3 && isFindable;
};

/** Final objects of a call that no record lists as superseded. */
const objectsOf = ({ objects, tables }: PlayedWorld, at: number): string[] => {
  const superseded = tables.calls.items().flatMap((record) => record.superseded ?? []);
  const listed = new Set(superseded.map(({ bucket, key }) => `${bucket}/${key}`));
  return [...objects.finalObjects().keys()].filter(
    (name) => name.endsWith(`/${callIdAt(at)}`) && !listed.has(name),
  );
};

const duplicatedCalls = ({ calls }: Scenario, world: PlayedWorld): string[] =>
  calls.flatMap((_, at) => {
    const ofCall = objectsOf(world, at);
    return ofCall.length > 1 ? [`${callIdAt(at)} has ${ofCall.length} objects: ${ofCall.join(', ')}`] : [];
  });

/** A call belongs to one tenant. Another has no record of it, or a tombstone. */
const misplacedRecords = (scenario: Scenario, { tables }: PlayedWorld): string[] =>
  scenario.calls.flatMap((call, at) => {
    const { tenantId, callId } = ownKeyOf(scenario, call, at);
    const others = TENANTS.map((id) => TenantId.parse(id)).filter((id) => id !== tenantId);
    return others
      .map((id) => tables.calls.item(callKey({ tenantId: id, callId })))
      .filter((record) => record && !isTombstone(record))
      .map((record) => `${callId} of ${tenantId} has a record of ${record!.tenantId}`);
  });

/** Each stored call has an object with the bytes that OCP sent, and its record names it and its SHA-256. */
const alteredObjects = (world: PlayedWorld, scenario: Scenario): string[] => {
  const finals = world.objects.finalObjects();
  return scenario.calls.flatMap((call, at) => {
    const key = ownKeyOf(scenario, call, at);
    const { callId } = key;
    const record = world.tables.calls.item(callKey(key));
    const place = record?.s3Stored ? `${record.location!.bucket}/${record.location!.key}` : undefined;
    const orphans = objectsOf(world, at)
      .filter((name) => name !== place)
      .map((name) => `no record names the object ${name}`);
    if (place === undefined) return orphans;
    const sha256 = finals.get(place);
    if (sha256 === undefined) return [...orphans, `${callId} is stored and its object is missing`];
    const sent = createHash('sha256').update(world.recordingOf(at)).digest('hex');
    const isSame = sha256 === sent && record?.audio?.sha256 === sent;
    return isSame ? orphans : [...orphans, `${callId} differs from what OCP sent`];
  });
};

/** Each failure of a closed reconciliation is in the queue `reconciliation-failures`. */
const unreportedFailures = ({ tables, failures }: PlayedWorld): string[] =>
  tables.reconciliations
    .items()
    .filter(({ phase }) => phase === 'closed')
    .flatMap(listFailureReports)
    .filter(({ id }) => !failures.reported.has(id))
    .map(({ id }) => `${id} failed and was not reported`);

const leftOvers = ({ tables, queues, objects, lastRegistry }: PlayedWorld): string[] => [
  `work is left: ${queues.live()} messages`,
  ...tables.calls
    .items()
    .filter((call) => !isFinal(call, lastRegistry))
    .map(
      (call) =>
        `${call.callId} of ${call.tenantId} is ${call.reconciliationStatus}, held by ${call.reconciliationId}`,
    ),
  ...objects.staged().map(({ key, stagedAt }) => `${key} is staged since ${stagedAt}`),
  ...tables.windows.items().map(({ reconciliationId }) => `the window of ${reconciliationId} is left`),
  ...tables.slots
    .items()
    .filter(({ job }) => job !== undefined)
    .map(({ slotId, job }) => `slot ${slotId} holds ${JSON.stringify(job)}`),
  ...tables.reconciliations
    .items()
    .filter(({ phase }) => phase !== 'closed')
    .map((left) => `${left.reconciliationId} is left: ${JSON.stringify(left)}`),
];
