import { DomainError } from '@recordings/fault';
import { makeOwnClock, type OwnClock, RIGHT_CLOCK, type Skew } from './own-clock.ts';
import type { Random } from './random.ts';
import { MINUTE_MS, SECOND_MS, type Timeline } from './timeline.ts';

/**
 * What may go wrong at one request of a process to something outside.
 *
 * - `crash`: the process ends before or after the request takes effect.
 * - `fail`: the request is answered with an error, before or after it takes effect.
 * - `freeze`: the process stops for minutes and then goes on.
 * - `conflict`: a conditional write takes effect, its answer is lost, and the SDK's retry finds the condition false.
 */
export type FaultKind =
  | 'crash-before'
  | 'crash-after'
  | 'fail-before'
  | 'fail-after'
  | 'freeze-before'
  | 'freeze-after'
  | 'conflict';

/** The fault hits the request that comes `afterSteps` requests after the fault before it. */
export type PlannedFault = { readonly afterSteps: number; readonly kind: FaultKind };

/** One run of a process, from its start to its crash. After the crash its open promises never settle. */
export type Life = {
  readonly process: string;
  readonly clock: OwnClock;
  isOver: boolean;
  frozenUntilMs: number;
};
export type Process = { readonly name: string; life: Life };

export type StepOptions = {
  /** A conditional write: its effect returns whether it wrote, or what it wrote. */
  readonly isPut?: boolean;
  readonly makeError?: () => Error;
  /** The sender checks the clock just before it sends, so a freeze cannot delay the request. */
  readonly isTimed?: boolean;
};

/** A request of a process to something outside, for example `put` of `call-records`. */
export type MadeRequest = { readonly process: string; readonly request: string };

export type Machine = {
  makeProcess(name: string, skew?: Skew): Process;
  /**
   * One request. It takes some time, in which other processes run, and takes effect at one instant.
   *
   * @param request what is asked of whom, for example `s3.promote`.
   */
  step<T>(life: Life, request: string, effect: () => T, options?: StepOptions): Promise<T>;
  /** Waits in virtual time. Never resolves if the process crashes meanwhile. */
  sleep(life: Life, delayMs: number): Promise<void>;
  isWorking(life: Life): boolean;
  /** Number of faults so far. */
  faults(): number;
};

/** The default error of a failed request. */
class VirtualOutageError extends DomainError {
  readonly code = 'STORE_UNAVAILABLE';
  readonly fault = 'retryable';
}

const RESTART_MS = 20 * SECOND_MS;
export const LONGEST_FREEZE_MS = 40 * MINUTE_MS;

/**
 * @param onRequest called when a process sends a request, in the order in which `plannedFaults` counts them.
 * @param slowShare part of the requests that take up to 4 s.
 */
export const makeMachine = (
  timeline: Timeline,
  random: Random,
  plannedFaults: readonly PlannedFault[],
  onRequest: (made: MadeRequest) => void = () => undefined,
  slowShare = 0.05,
): Machine => {
  const faults = makeFaultSource(plannedFaults);
  const processes = makeProcessTable(timeline, random);
  const { makeProcess, whenAwake } = processes;
  return {
    step: makeStep({ timeline, random, faults, processes, onRequest, slowShare }),
    sleep: (life, delayMs) =>
      new Promise((resolve) => timeline.after(delayMs, () => whenAwake(life, resolve))),
    isWorking: (life) => !life.isOver && life.frozenUntilMs <= timeline.nowMs(),
    faults: faults.taken,
    makeProcess,
  };
};

type StepDeps = {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly faults: ReturnType<typeof makeFaultSource>;
  readonly processes: ReturnType<typeof makeProcessTable>;
  readonly onRequest: (made: MadeRequest) => void;
  readonly slowShare: number;
};

const makeStep =
  ({ timeline, random, faults, processes, onRequest, slowShare }: StepDeps): Machine['step'] =>
  (life, request, effect, { isPut, makeError = outage, isTimed } = {}) =>
    new Promise((resolve, reject) => {
      const { crash, freeze, whenAwake } = processes;
      if (life.isOver) return;
      onRequest({ process: life.process, request });
      const kind = faults.take();
      // Only AWS dates its answers: OCP's clock may be wrong.
      const hear = request.startsWith('ocp.') ? () => undefined : life.clock.ask();
      const answer = (): void => {
        const answeredMs = timeline.nowMs();
        const { value, error } = attempt(effect);
        if (kind === 'crash-after') return crash(life);
        if (kind === 'freeze-after') freeze(life);
        const isLost = kind === 'conflict' && isPut && Boolean(value);
        const failure = error ?? (kind === 'fail-after' ? makeError() : undefined);
        whenAwake(life, () => {
          if (kind !== 'fail-after') hear(answeredMs);
          if (failure) reject(failure);
          else resolve((isLost ? unwrittenOf(value) : value) as never);
        });
      };
      timeline.after(latencyMs(random, slowShare), () => {
        // A request that was sent before the crash may still arrive.
        if (life.isOver) return void (random.chance(0.5) && attempt(effect));
        if (kind === 'crash-before') return crash(life);
        if (kind === 'fail-before') return whenAwake(life, () => reject(makeError()));
        if (isTimed) return answer();
        if (kind === 'freeze-before') freeze(life);
        whenAwake(life, answer);
      });
    });

/** The answer of a conditional write that found its condition false. */
const unwrittenOf = (written: unknown): false | undefined => (written === true ? false : undefined);

const makeProcessTable = (timeline: Timeline, random: Random) => {
  const processes: { readonly process: Process; readonly start: () => Life }[] = [];
  const whenAwake = (life: Life, run: () => void): void => {
    if (life.isOver) return;
    const frozenMs = life.frozenUntilMs - timeline.nowMs();
    if (frozenMs <= 0) run();
    else timeline.after(frozenMs, () => whenAwake(life, run));
  };
  return {
    whenAwake,
    makeProcess: (name: string, skew = RIGHT_CLOCK): Process => {
      const start = (): Life => ({
        process: name,
        clock: makeOwnClock(timeline, skew),
        isOver: false,
        frozenUntilMs: 0,
      });
      const process = { name, life: start() };
      processes.push({ process, start });
      return process;
    },
    crash: (life: Life): void => {
      life.isOver = true;
      const crashed = processes.find(({ process }) => process.life === life);
      if (!crashed) return;
      timeline.after(RESTART_MS, () => {
        crashed.process.life = crashed.start();
      });
    },
    freeze: (life: Life): void => {
      life.frozenUntilMs = timeline.nowMs() + random.between(MINUTE_MS, LONGEST_FREEZE_MS);
    },
  };
};

const makeFaultSource = (planned: readonly PlannedFault[]) => {
  const coming = [...planned];
  let sinceLast = 0;
  let taken = 0;
  return {
    taken: () => taken,
    take: (): FaultKind | undefined => {
      const next = coming[0];
      if (!next || sinceLast < next.afterSteps) {
        sinceLast += 1;
        return undefined;
      }
      sinceLast = 0;
      taken += 1;
      return coming.shift()!.kind;
    },
  };
};

const outage = (): Error => new VirtualOutageError('the virtual store is unavailable');

/** Milliseconds: usually less than 60, sometimes seconds. */
const latencyMs = (random: Random, slowShare: number): number =>
  random.chance(slowShare) ? random.between(0.1, 4) * SECOND_MS : random.between(1, 60);

const attempt = <T>(effect: () => T): { readonly value?: T; readonly error?: Error } => {
  try {
    return { value: effect() };
  } catch (error) {
    return { error: error as Error };
  }
};
