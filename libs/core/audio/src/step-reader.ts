/** Sees the stretch `[start, end)` of the chunk at hand. Must not keep the chunk. */
export type ByteSink = (chunk: Uint8Array, start: number, end: number) => void;

/** Gathers exactly `bytes` (1 to 64) of them, wherever chunks are split. `then` must not keep what it is shown. */
type Take = {
  readonly kind: 'take';
  readonly bytes: number;
  readonly then: (taken: Uint8Array, position: number) => Step | undefined;
};

/** Lets `bytes` (0 to Infinity) go by without keeping any. */
type Pass = {
  readonly kind: 'pass';
  readonly bytes: number;
  readonly sink?: ByteSink;
  readonly then: (position: number) => Step | undefined;
};

/** What to do with the next bytes. `position`: the offset behind the step's last byte. `undefined`: no more interest. */
export type Step = Take | Pass;

export type Standing = {
  /** Bytes of the file that steps have consumed. */
  readonly position: number;
  /** Bytes of the unfinished step that came. */
  readonly came: number;
  /** Whether that step only lets bytes go by. */
  readonly isPassing: boolean;
};

export type StepReader = { write(chunk: Uint8Array): void; standing(): Standing };

const MAX_TAKE_BYTES = 64;

/** Runs steps over a byte stream whose chunks are split anywhere. Holds 64 bytes, whatever a step claims. */
export const makeStepReader = (first: Step): StepReader => {
  const gathered = new Uint8Array(MAX_TAKE_BYTES);
  let step: Step | undefined;
  let came = 0;
  let position = 0;

  const enter = (next: Step | undefined): void => {
    step = next;
    came = 0;
    while (step?.kind === 'pass' && step.bytes === 0) step = step.then(position);
  };

  const pass = (current: Pass, chunk: Uint8Array, at: number): number => {
    const end = Math.min(chunk.length, at + current.bytes - came);
    current.sink?.(chunk, at, end);
    came += end - at;
    position += end - at;
    if (came === current.bytes) enter(current.then(position));
    return end;
  };

  const take = (current: Take, chunk: Uint8Array, at: number): number => {
    const end = Math.min(chunk.length, at + current.bytes - came);
    const whole = end - at === current.bytes;
    if (!whole) gathered.set(chunk.subarray(at, end), came);
    came += end - at;
    position += end - at;
    if (came === current.bytes) {
      enter(current.then(whole ? chunk.subarray(at, end) : gathered.subarray(0, came), position));
    }
    return end;
  };

  enter(first);
  return {
    write: (chunk) => {
      let at = 0;
      while (step !== undefined && at < chunk.length) {
        at = step.kind === 'pass' ? pass(step, chunk, at) : take(step, chunk, at);
      }
    },
    standing: () => ({ position, came, isPassing: step?.kind === 'pass' }),
  };
};
