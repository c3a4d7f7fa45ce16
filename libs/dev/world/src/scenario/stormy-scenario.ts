import fc from 'fast-check';
import type { Rollout } from '../tables/newer-writer.ts';
import type { FaultKind, PlannedFault } from '../time/machine.ts';
import { HOUR_MS } from '../time/timeline.ts';
import type { OwnershipPlan, RegistryLag } from './ownership.ts';
import type { RefusedPlan } from './plans.ts';
import { GROUPS, TENANTS } from './policies.ts';
import type { RegistrySlip } from './registry-slip.ts';
import { calmScenario, DAY_MINUTES, type Scenario, type ScenarioSize } from './scenario.ts';

const kinds: readonly FaultKind[] = [
  'crash-before',
  'crash-after',
  'fail-before',
  'fail-after',
  'freeze-before',
  'freeze-after',
  'conflict',
];
const fault: fc.Arbitrary<PlannedFault> = fc.record({
  afterSteps: fc.integer({ min: 0, max: 120 }),
  kind: fc.constantFrom(...kinds),
});
/** One clock in four is hours off. */
const skew: fc.Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(-1_000, 0, 1_000) },
  { weight: 1, arbitrary: fc.constantFrom(-3 * HOUR_MS, 3 * HOUR_MS, 30 * HOUR_MS) },
);
const slip: fc.Arbitrary<RegistrySlip> = fc
  .record({
    group: fc.constantFrom(...GROUPS),
    kind: fc.constantFrom<RegistrySlip['kind']>('short retention', 'long retention', 'not recorded'),
    fromMinute: fc.integer({ min: 0, max: 300 }),
    minutes: fc.constantFrom(20, 180, 1_200),
  })
  .map(({ minutes, ...one }) => ({ ...one, toMinute: one.fromMinute + minutes }));
const minuteOfChange = fc.option(fc.integer({ min: 5, max: 600 }), { nil: undefined, freq: 2 });
/** Groups that the registry lacks for hours, and groups that another tenant takes over. */
const ownerships: fc.Arbitrary<OwnershipPlan[]> = fc.uniqueArray(
  fc.record({
    group: fc.constantFrom(...GROUPS.filter((group) => group !== 'Shared')),
    registeredFromMinute: minuteOfChange,
    takenOverFromMinute: minuteOfChange,
  }),
  { minLength: 1, maxLength: 3, selector: ({ group }) => group },
);
/** Processes that cannot reload the registry for minutes or hours. */
const registryLags: fc.Arbitrary<RegistryLag[]> = fc.array(
  fc.record({
    process: fc.constantFrom('ingestion-api-1', 'ingestion-api-2', 'worker-1', 'downloader-1', 'pooler'),
    minutes: fc.constantFrom(1, 30, 400),
  }),
  { maxLength: 2 },
);
const rollout: fc.Arbitrary<Rollout> = fc
  .record({ fromMinute: fc.integer({ min: 0, max: 300 }), minutes: fc.constantFrom(5, 60, 240) })
  .map(({ fromMinute, minutes }) => ({ fromMinute, toMinute: fromMinute + minutes }));
const refusedRequest = fc.constantFrom<RefusedPlan['request']>(
  undefined,
  undefined,
  'createJob',
  'listJobs',
  'jobStatus',
  'jobRecordings',
  'download',
);
/** 401 for a tenant's credentials in one group, for minutes or hours. */
const refusal = ({ days }: ScenarioSize): fc.Arbitrary<RefusedPlan> =>
  fc
    .record({
      group: fc.constantFrom(...GROUPS),
      sharer: fc.constantFrom(...TENANTS),
      fromMinute: fc.integer({ min: 0, max: 300 + (days - 1) * DAY_MINUTES }),
      minutes: fc.constantFrom(4, 40, 200, 700),
      request: refusedRequest,
    })
    .map(({ group, sharer, fromMinute, minutes, request }) => ({
      group,
      tenant: group === 'Shared' ? sharer : TENANTS[0],
      fromMinute,
      toMinute: fromMinute + minutes,
      request,
    }));

/**
 * A calm scenario with crashes, lost writes and sends, frozen processes, messages that are delivered twice, processes
 * whose clocks are hours off, a registry that is wrong for some hours, groups that are registered late or change hands,
 * credentials that OCP refuses, and a newer version that is rolled back.
 */
export const stormyScenario = (size: ScenarioSize): fc.Arbitrary<Scenario> =>
  fc
    .record({
      calm: calmScenario(size),
      faults: fc.array(fault, { maxLength: size.maxFaults, size: 'large' }),
      duplicates: fc.constantFrom(0, 0.1, 0.5, 1),
      skewsMs: fc.array(skew, { minLength: 1, maxLength: 3 }),
      otherSkewMs: skew,
      skewedFromMinute: fc.constantFrom(undefined, undefined, 30, 200),
      slip: fc.option(slip, { nil: undefined, freq: 3 }),
      ownerships: fc.option(ownerships, { nil: undefined, freq: 2 }),
      registryLags,
      forbidsDeletion: fc.boolean(),
      partitions: fc.constantFrom(undefined, undefined, ['1/2', '2/2'], ['-A', 'B-']),
      rollout: fc.option(rollout, { nil: undefined, freq: 3 }),
      refusals: fc.oneof(
        { weight: 1, arbitrary: fc.constant([]) },
        { weight: 2, arbitrary: fc.array(refusal(size), { minLength: 1, maxLength: 3 * size.days }) },
      ),
    })
    .map(({ calm, ...storm }) => ({ ...calm, ...storm }));
