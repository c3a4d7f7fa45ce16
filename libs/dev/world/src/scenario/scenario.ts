import fc from 'fast-check';
import type { CreateAnswer, JobScript, ListingScript, OcpScript } from '../ocp/ocp-script.ts';
import type { Rollout } from '../tables/newer-writer.ts';
import type { PlannedFault } from '../time/machine.ts';
import type { OwnershipPlan, RegistryLag } from './ownership.ts';
import type { ConsoleJobPlan, PushPlan, RefusedPlan, ReopenPlan } from './plans.ts';
import { GROUPS, TENANTS } from './policies.ts';
import type { RegistrySlip } from './registry-slip.ts';

/** A call of the world. Minutes count from the beginning of the world, 10:20 UTC. */
export type ScenarioCall = {
  readonly group: (typeof GROUPS)[number];
  /** Whose call it is, if the group is shared. */
  readonly sharer: (typeof TENANTS)[number];
  readonly startMinute: number;
  readonly lastsMinutes: number;
  /** How long after the call OCP has its recording. */
  readonly recordedAfterMinutes: number | 'never';
  /** OCP keeps its recording until this minute at least. Absent: as long as every recording. */
  readonly keptUntilMinute?: number;
  /** `none`: no event reaches us, only an export can reveal the call. */
  readonly events: 'none' | 'in order' | 'end first' | 'twice';
  /** Minutes until each event arrives. */
  readonly eventDelayMinutes: number;
  readonly push: PushPlan;
  /** Absent: a phone call. Chats have no recording. */
  readonly channel?: 'chat';
  /** What its events report as its start. Only a start that is five hours early can be true. */
  readonly clock: 'right' | 'in 2000' | 'next year' | 'five hours fast' | 'five hours slow';
  /** The first downloads are not audio, this many. */
  readonly badDownloads: number;
  /** The first jobs whose range includes the call fail, this many. */
  readonly failingJobs: number;
};

export type Scenario = {
  readonly seed: number;
  readonly calls: readonly ScenarioCall[];
  readonly selectsBy: 'start' | 'end';
  readonly faults: readonly PlannedFault[];
  readonly jobs: readonly JobScript[];
  readonly creates: readonly CreateAnswer[];
  readonly consoleJobs: readonly ConsoleJobPlan[];
  /** Absent: OCP accepts all credentials. */
  readonly refusals?: readonly RefusedPlan[];
  /** Whether listings say when a call began. */
  readonly listsStarts: boolean;
  readonly estimates?: OcpScript['estimates'];
  readonly enforcesSlot: boolean;
  /** Share of messages that SQS delivers twice, 0 to 1. */
  readonly duplicates: number;
  /** Clock error of each reconciler worker: at most a second, or some hours. */
  readonly skewsMs: readonly number[];
  /** Clock error of the pooler and of the first downloader. Absent: 0. */
  readonly otherSkewMs?: number;
  /** The part of the tenants that each pooler has, as in `TENANT_PARTITION`. Absent: one pooler has all. */
  readonly partitions?: readonly string[];
  /** When the clocks are set wrong. Absent: they are wrong from the beginning. */
  readonly skewedFromMinute?: number;
  /** Absent: the registry is right. */
  readonly slip?: RegistrySlip;
  /** At most one for a group. Absent: groups are registered from the beginning, and stay with their tenants. */
  readonly ownerships?: readonly OwnershipPlan[];
  readonly registryLags?: readonly RegistryLag[];
  /** Whether the buckets of recordings refuse to delete them. */
  readonly forbidsDeletion?: boolean;
  /** Whether poolers sweep what OCP keeps. Absent: no. */
  readonly sweeps?: boolean;
  /** Absent: no person reopens a call. */
  readonly reopens?: readonly ReopenPlan[];
  /** Absent: every process is of this version. */
  readonly rollout?: Rollout;
};

export type ScenarioSize = {
  /** Calls start within this many days; the world goes on until all work is done. */
  readonly days: number;
  readonly minCalls: number;
  readonly maxCalls: number;
  readonly maxFaults: number;
};

export const DAY_MINUTES = 1_440;

const push: fc.Arbitrary<PushPlan> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<PushPlan>({ kind: 'lost' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('sent' as const),
      afterMinutes: fc.constantFrom(1, 1, 2, 20, 90, 240),
      badAttempts: fc.constantFrom(0, 0, 0, 1),
    }),
  },
);

const callOf = ({ days }: ScenarioSize): fc.Arbitrary<ScenarioCall> =>
  fc.record({
    group: fc.constantFrom(...GROUPS, 'Shared' as const),
    sharer: fc.constantFrom(...TENANTS),
    startMinute: fc.integer({ min: -200, max: (days - 1) * DAY_MINUTES - 10 }),
    lastsMinutes: fc.integer({ min: 1, max: 70 }),
    recordedAfterMinutes: fc.oneof(
      { weight: 5, arbitrary: fc.constant<number | 'never'>(0) },
      { weight: 2, arbitrary: fc.integer({ min: 10, max: 240 }) },
      { weight: 1, arbitrary: fc.constant('never' as const) },
    ),
    events: fc.constantFrom('in order', 'in order', 'end first', 'twice', 'none'),
    eventDelayMinutes: fc.constantFrom(0, 0, 1, 15),
    push,
    clock: fc.oneof(
      { weight: 9, arbitrary: fc.constant<ScenarioCall['clock']>('right') },
      {
        weight: 3,
        arbitrary: fc.constantFrom<ScenarioCall['clock']>(
          'in 2000',
          'next year',
          'five hours fast',
          'five hours slow',
        ),
      },
    ),
    badDownloads: fc.constantFrom(0, 0, 0, 0, 1, 9),
    failingJobs: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 3),
  });

const job: fc.Arbitrary<JobScript> = fc.record({
  kind: fc.oneof(
    {
      weight: 10,
      arbitrary: fc.constantFrom<JobScript['kind']>('finish', 'finish', 'finish', 'fail', 'vanish', 'expire'),
    },
    { weight: 1, arbitrary: fc.constantFrom<JobScript['kind']>('hang', 'mute') },
  ),
  runsMinutes: fc.constantFrom(0, 1, 3, 8, 45, 240),
  listing: fc.oneof(
    { weight: 6, arbitrary: fc.constant<ListingScript>('whole') },
    {
      weight: 4,
      arbitrary: fc.constantFrom<ListingScript>('empty', 'half', 'cut-off', 'poison-row', 'twice'),
    },
  ),
  oddStatus: fc.constantFrom(undefined, undefined, undefined, 'running' as const, 'always' as const),
});
const create = fc.constantFrom<CreateAnswer>('made', 'made', 'lost', 'throttled', 'unavailable', 'rejected');

/** OCP may do anything. Our processes do not fail, and no message is delivered twice. */
export const calmScenario = (size: ScenarioSize): fc.Arbitrary<Scenario> =>
  fc.record({
    seed: fc.nat(),
    calls: fc.array(callOf(size), { minLength: size.minCalls, maxLength: size.maxCalls, size: 'max' }),
    selectsBy: fc.constantFrom('start', 'end'),
    faults: fc.constant([]),
    jobs: fc.array(job, { maxLength: 6 * size.days }),
    creates: fc.array(create, { maxLength: 8 * size.days }),
    consoleJobs: fc.array(
      fc.record({
        group: fc.constantFrom(...GROUPS),
        fromMinute: fc.integer({ min: 0, max: 60 + (size.days - 1) * DAY_MINUTES }),
        minutes: fc.integer({ min: 1, max: 30 }),
      }),
      { maxLength: 2 * size.days },
    ),
    listsStarts: fc.boolean(),
    estimates: fc.constantFrom(undefined, 'right', 'optimistic'),
    enforcesSlot: fc.boolean(),
    duplicates: fc.constant(0),
    skewsMs: fc.array(fc.constantFrom(-1_000, 0, 1_000), { minLength: 1, maxLength: 3 }),
  });
