import type { Facts } from './conditions.ts';
import { FILTERS } from './conditions.ts';
import { describeStep } from './describe-step.ts';
import type { EffectsOf, Operation } from './operations.ts';
import type { Step } from './step.ts';

/** A step, and the switch that it comes from; absent: the script has it. */
export type StorySteps = readonly { readonly step: Step; readonly fault?: string }[];

export type StepReport = {
  readonly step: string;
  readonly fault?: string | undefined;
  /** How often it acted. */
  readonly fired: number;
};

/** Plays the steps of the switches and of the script. */
export type Story = {
  /** Counts an event. @returns what the steps do to it; of two steps that say the same, the first counts. */
  at<O extends Operation>(operation: O, facts: Facts): EffectsOf<O>;
  report(): StepReport[];
};

type StoryDeps = {
  readonly now: () => number;
  /** Called each time a step acts. */
  readonly onFired: (report: StepReport, facts: Facts) => void;
};

type Played = {
  readonly step: Step;
  readonly fault: string | undefined;
  readonly counts: Map<string, number>;
  fired: number;
};

/** Times count from now. */
export const makeStory = (steps: StorySteps, { now, onFired }: StoryDeps): Story => {
  const startedAt = now();
  const all = steps.map(
    ({ step, fault }): Played => ({ step, fault, counts: new Map<string, number>(), fired: 0 }),
  );
  return {
    at: <O extends Operation>(operation: O, facts: Facts): EffectsOf<O> => {
      const passedSeconds = (now() - startedAt) / 1_000;
      const acting = all.filter(
        (one) => one.step.at === operation && admits(one.step, facts, passedSeconds) && isDue(one, facts),
      );
      const effects = acting.map((one) => fire(one));
      for (const one of acting) onFired(reportOf(one), facts);
      return join(effects) as EffectsOf<O>;
    },
    report: () => all.map(reportOf),
  };
};

const admits = (step: Step, facts: Facts, passedSeconds: number): boolean =>
  passedSeconds >= (step.afterSeconds ?? 0) &&
  passedSeconds < (step.untilSeconds ?? Number.POSITIVE_INFINITY) &&
  startsWithin(step, facts.startedHours) &&
  FILTERS.every((name) => step[name] === undefined || step[name] === facts[name]);

/** An event that is about no call is outside of any hours. */
const startsWithin = (
  { startedFromHours = 0, startedUntilHours = Number.POSITIVE_INFINITY }: Step,
  hours = Number.NaN,
): boolean =>
  (startedFromHours === 0 && startedUntilHours === Number.POSITIVE_INFINITY) ||
  (hours >= startedFromHours && hours < startedUntilHours);

/** Counts the event, and compares the count with the step. */
const isDue = ({ step, counts }: Played, facts: Facts): boolean => {
  const key = step.per === undefined ? '' : String(facts[step.per]);
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  if (step.nth !== undefined) return count === step.nth;
  const { every = 1, from = every, to = count } = step;
  return count >= from && count <= to && (count - from) % every === 0;
};

const fire = (one: Played): object => {
  const { do: always, inTurn = [] } = one.step;
  const effects = always ?? inTurn[one.fired % inTurn.length]!;
  one.fired += 1;
  return effects;
};

/** All effects apply, and every place that a `set` names. */
const join = (effects: readonly { readonly set?: object }[]): object => {
  const lastFirst = effects.toReversed();
  const places = lastFirst.flatMap(({ set }) => set ?? []);
  return Object.assign({}, ...lastFirst, places.length > 0 && { set: Object.assign({}, ...places) });
};

const reportOf = ({ step, fault, fired }: Played): StepReport => ({ step: describeStep(step), fault, fired });
