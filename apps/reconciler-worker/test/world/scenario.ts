import fc from 'fast-check';
import type { FaultKind, PlannedFault } from './machine.ts';
import { GROUPS } from './policies.ts';
import type { CreateAnswer, JobScript } from './virtual-ocp.ts';

/** A call of the world, in minutes from its beginning (10:20 UTC); all have begun by then. */
export type ScenarioCall = {
  readonly group: (typeof GROUPS)[number];
  readonly startMinute: number;
  readonly lastsMinutes: number;
  /** When OCP has its recording: from the beginning, some minutes later, or never. */
  readonly recordedMinute: number | 'never';
  /** When the push comes after all. */
  readonly pushMinute?: number;
  /** Downloads that are no audio, before one is. */
  readonly badDownloads: number;
  /** So many jobs whose range includes it fail. */
  readonly failingJobs: number;
  /** Whether a CDR told us of it; if not, an export may. */
  readonly isKnown: boolean;
};

export type Scenario = {
  readonly seed: number;
  readonly calls: readonly ScenarioCall[];
  readonly selectsBy: 'start' | 'end';
  readonly faults: readonly PlannedFault[];
  readonly jobs: readonly JobScript[];
  readonly creates: readonly CreateAnswer[];
  readonly consoleJobs: readonly {
    readonly group: (typeof GROUPS)[number];
    readonly fromMinute: number;
    readonly minutes: number;
  }[];
  /** Whether listings say when a call began. */
  readonly tellsStarts: boolean;
  readonly enforcesSlot: boolean;
  /** Share of messages that SQS delivers twice. */
  readonly duplicates: number;
  /** One for each worker. */
  readonly skewsMs: readonly number[];
};

const call: fc.Arbitrary<ScenarioCall> = fc.record({
  group: fc.constantFrom(...GROUPS),
  startMinute: fc.integer({ min: -200, max: -10 }),
  lastsMinutes: fc.integer({ min: 1, max: 70 }),
  recordedMinute: fc.oneof(
    { weight: 5, arbitrary: fc.constant<number | 'never'>(-1_000) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 120 }) },
    { weight: 1, arbitrary: fc.constant('never' as const) },
  ),
  pushMinute: fc.option(fc.integer({ min: 0, max: 240 }), { nil: undefined, freq: 3 }),
  badDownloads: fc.constantFrom(0, 0, 0, 0, 1, 9),
  failingJobs: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 3),
  isKnown: fc.constantFrom(true, true, true, true, false),
});

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
const job: fc.Arbitrary<JobScript> = fc.record({
  kind: fc.oneof(
    {
      weight: 10,
      arbitrary: fc.constantFrom<JobScript['kind']>('finish', 'finish', 'finish', 'fail', 'vanish', 'expire'),
    },
    { weight: 1, arbitrary: fc.constantFrom<JobScript['kind']>('hang', 'mute') },
  ),
  runsMinutes: fc.constantFrom(0, 1, 3, 8, 45, 240),
});
const create = fc.constantFrom<CreateAnswer>('made', 'made', 'lost', 'throttled', 'unavailable', 'rejected');

/** All that OCP may do; nothing of ours fails and no message comes twice. */
export const calmScenario: fc.Arbitrary<Scenario> = fc.record({
  seed: fc.nat(),
  calls: fc.array(call, { minLength: 1, maxLength: 8 }),
  selectsBy: fc.constantFrom('start', 'end'),
  faults: fc.constant([]),
  jobs: fc.array(job, { maxLength: 6 }),
  creates: fc.array(create, { maxLength: 8 }),
  consoleJobs: fc.array(
    fc.record({
      group: fc.constantFrom(...GROUPS),
      fromMinute: fc.integer({ min: 0, max: 60 }),
      minutes: fc.integer({ min: 1, max: 30 }),
    }),
    { maxLength: 2 },
  ),
  tellsStarts: fc.boolean(),
  enforcesSlot: fc.boolean(),
  duplicates: fc.constant(0),
  skewsMs: fc.array(fc.constantFrom(-1_000, 0, 1_000), { minLength: 1, maxLength: 3 }),
});

export const stormyScenario: fc.Arbitrary<Scenario> = fc
  .record({
    calm: calmScenario,
    faults: fc.array(fault, { maxLength: 14, size: 'large' }),
    duplicates: fc.constantFrom(0, 0.1, 0.5, 1),
  })
  .map(({ calm, ...storm }) => ({ ...calm, ...storm }));
