/** What goes wrong at the n-th step: the process dies, or the step is answered with an error; before or after its effect. */
export type Fault = {
  readonly at: number;
  readonly kind: 'crash-before' | 'crash-after' | 'fail-before' | 'fail-after';
};

export type Steps = {
  /** Names of steps as they start and end (`publish`, `publish done`), and of events between them. */
  readonly log: string[];
  /** Runs one request of the execution to the outside. It has its effect at one instant. */
  take<T>(name: string, effect: () => T): Promise<T>;
  count(): number;
  /** @returns undefined if the process dies before the work ends. */
  untilCrash<T>(work: Promise<T>): Promise<T | undefined>;
};

export class OutageError extends Error {
  override readonly name = 'OutageError';
}

const forever = new Promise<never>(() => undefined);
const aMoment = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

export const makeSteps = (fault?: Fault): Steps => {
  const log: string[] = [];
  let count = 0;
  let isDead = false;
  let die: () => void = () => undefined;
  const death = new Promise<undefined>((resolve) => {
    die = () => {
      isDead = true;
      resolve(undefined);
    };
  });
  const crash = (): Promise<never> => {
    die();
    return forever;
  };
  return {
    log,
    take: async (name, effect) => {
      if (isDead) return forever;
      const kind = fault?.at === count ? fault.kind : undefined;
      count += 1;
      log.push(name);
      if (kind === 'crash-before') return crash();
      await aMoment();
      if (isDead) return forever;
      if (kind === 'fail-before') throw new OutageError(`before ${name}`);
      const result = effect();
      if (kind === 'crash-after') return crash();
      if (kind === 'fail-after') throw new OutageError(`after ${name}`);
      log.push(`${name} done`);
      return result;
    },
    count: () => count,
    untilCrash: (work) => Promise.race([work, death]),
  };
};
