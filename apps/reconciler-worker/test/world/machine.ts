import { StoreUnavailableError } from '@recordings/dynamodb-stores';
import type { Random } from './random.ts';
import { MINUTE_MS, SECOND_MS, type Timeline } from './timeline.ts';

/**
 * What may go wrong at one request of a process to something outside. `crash`: the process is gone, before or after
 * the request had its effect. `fail`: the request is answered with an error, before or after. `freeze`: the process
 * stands still for minutes and goes on as if nothing had been. `conflict`: a conditional write is done, its answer is
 * lost, and the SDK's repetition is told that the condition does not hold.
 */
export type FaultKind =
  | 'crash-before'
  | 'crash-after'
  | 'fail-before'
  | 'fail-after'
  | 'freeze-before'
  | 'freeze-after'
  | 'conflict';

/** A fault hits the request that comes so many requests after the one before. */
export type PlannedFault = { readonly afterSteps: number; readonly kind: FaultKind };

/** One run of a process, from its start to its crash. Whatever it still waits for then never comes. */
export type Life = { isOver: boolean; frozenUntilMs: number };
export type Process = { readonly name: string; readonly skewMs: number; life: Life };

export type StepOptions = {
  /** A conditional write, which says whether it was done. */
  readonly isPut?: boolean;
  readonly makeError?: () => Error;
  /** A request that is never sent late: its sender looks at the clock just before. */
  readonly isTimed?: boolean;
};

export type Machine = {
  makeProcess(name: string, skewMs?: number): Process;
  /** One request: takes some time, in which others run, then has its effect at one instant. */
  step<T>(life: Life, effect: () => T, options?: StepOptions): Promise<T>;
  /** How many faults have happened. */
  faults(): number;
};

const RESTART_MS = 20 * SECOND_MS;

export const newLife = (): Life => ({ isOver: false, frozenUntilMs: 0 });

export const makeMachine = (
  timeline: Timeline,
  random: Random,
  plannedFaults: readonly PlannedFault[],
): Machine => {
  const coming = [...plannedFaults];
  const processes: Process[] = [];
  let sinceLast = 0;
  let happened = 0;

  const takeFault = (): FaultKind | undefined => {
    if (coming.length === 0 || sinceLast < coming[0]!.afterSteps) {
      sinceLast += 1;
      return undefined;
    }
    sinceLast = 0;
    happened += 1;
    return coming.shift()!.kind;
  };
  const crash = (life: Life): void => {
    life.isOver = true;
    const process = processes.find((one) => one.life === life);
    if (process) timeline.after(RESTART_MS, () => (process.life = newLife()));
  };
  const whenAwake = (life: Life, run: () => void): void => {
    if (life.isOver) return;
    const frozenMs = life.frozenUntilMs - timeline.nowMs();
    if (frozenMs <= 0) run();
    else timeline.after(frozenMs, () => whenAwake(life, run));
  };
  const freeze = (life: Life): void => {
    life.frozenUntilMs = timeline.nowMs() + random.between(MINUTE_MS, 40 * MINUTE_MS);
  };

  const step: Machine['step'] = (life, effect, { isPut, makeError, isTimed } = {}) =>
    new Promise((resolve, reject) => {
      if (life.isOver) return;
      const kind = takeFault();
      const answer = (): void => {
        const told = attempt(effect);
        const isLost = kind === 'conflict' && isPut && told.value === true;
        const failure = told.error ?? (kind === 'fail-after' ? errorOf(makeError) : undefined);
        if (kind === 'crash-after') return crash(life);
        if (kind === 'freeze-after') freeze(life);
        whenAwake(life, () => (failure ? reject(failure) : resolve((isLost ? false : told.value) as never)));
      };
      timeline.after(latencyMs(random), () => {
        // The request of a process that is gone meanwhile may still get there.
        if (life.isOver) return void (random.chance(0.5) && attempt(effect));
        if (kind === 'crash-before') return crash(life);
        if (kind === 'fail-before') return whenAwake(life, () => reject(errorOf(makeError)));
        if (isTimed) return answer();
        if (kind === 'freeze-before') freeze(life);
        whenAwake(life, answer);
      });
    });
  return {
    step,
    faults: () => happened,
    makeProcess: (name, skewMs = 0) => {
      const process = { name, skewMs, life: newLife() };
      processes.push(process);
      return process;
    },
  };
};

const errorOf = (makeError = (): Error => new StoreUnavailableError('DynamoDB: cannot now')): Error =>
  makeError();

/** Mostly milliseconds, now and then seconds. */
const latencyMs = (random: Random): number =>
  random.chance(0.05) ? random.between(0.1, 4) * SECOND_MS : random.between(1, 60);

const attempt = <T>(effect: () => T): { readonly value?: T; readonly error?: Error } => {
  try {
    return { value: effect() };
  } catch (error) {
    return { error: error as Error };
  }
};
