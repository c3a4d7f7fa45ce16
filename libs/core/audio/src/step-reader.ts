/** Reads the bytes `[start, end)` of the current chunk. Must not keep the chunk. */
export type ByteSink = (chunk: Uint8Array, start: number, end: number) => void;

/** Gathers exactly `bytes` (1 to 64) of them, wherever chunks are split. `then` must not keep the array it gets. */
type Take = {
  readonly kind: 'take';
  readonly bytes: number;
  readonly then: (taken: Uint8Array, position: number) => Step | undefined;
};

/** Skips `bytes` (0 to Infinity) and keeps none of them. A `sink` sees each of them. */
type Skip = {
  readonly kind: 'skip';
  readonly bytes: number;
  readonly sink?: ByteSink;
  readonly then: (position: number) => Step | undefined;
};

/** What to do with the next bytes. `position`: the offset after the step's last byte. `undefined`: ignore the rest. */
export type Step = Take | Skip;

export type ReaderProgress = {
  /** Bytes of the file that steps have consumed. */
  readonly position: number;
  /** Bytes that the unfinished step has received. */
  readonly stepBytes: number;
  /** Whether the unfinished step is a skip. */
  readonly isSkipping: boolean;
};

export type StepReader = { write(chunk: Uint8Array): void; progress(): ReaderProgress };

type ReaderState = {
  step: Step | undefined;
  stepBytes: number;
  position: number;
  readonly gathered: Uint8Array;
};

const MAX_TAKE_BYTES = 64;

/** Runs steps over a byte stream whose chunks are split anywhere. Holds 64 bytes, whatever length a step states. */
export const makeStepReader = (first: Step): StepReader => {
  const state: ReaderState = {
    step: undefined,
    stepBytes: 0,
    position: 0,
    gathered: new Uint8Array(MAX_TAKE_BYTES),
  };
  enter(state, first);
  return {
    write: (chunk) => {
      let at = 0;
      while (state.step !== undefined && at < chunk.length) {
        at =
          state.step.kind === 'skip'
            ? skip(state, state.step, chunk, at)
            : take(state, state.step, chunk, at);
      }
    },
    progress: () => ({
      position: state.position,
      stepBytes: state.stepBytes,
      isSkipping: state.step?.kind === 'skip',
    }),
  };
};

const enter = (state: ReaderState, next: Step | undefined): void => {
  state.step = next;
  state.stepBytes = 0;
  while (state.step?.kind === 'skip' && state.step.bytes === 0) state.step = state.step.then(state.position);
};

/** @returns the offset in the chunk of the first byte that the step did not consume. */
const skip = (state: ReaderState, step: Skip, chunk: Uint8Array, at: number): number => {
  const end = Math.min(chunk.length, at + step.bytes - state.stepBytes);
  step.sink?.(chunk, at, end);
  advance(state, end - at);
  if (state.stepBytes === step.bytes) enter(state, step.then(state.position));
  return end;
};

/** @returns the offset in the chunk of the first byte that the step did not consume. */
const take = (state: ReaderState, step: Take, chunk: Uint8Array, at: number): number => {
  const end = Math.min(chunk.length, at + step.bytes - state.stepBytes);
  const isWhole = end - at === step.bytes;
  if (!isWhole) state.gathered.set(chunk.subarray(at, end), state.stepBytes);
  advance(state, end - at);
  if (state.stepBytes === step.bytes) {
    const taken = isWhole ? chunk.subarray(at, end) : state.gathered.subarray(0, state.stepBytes);
    enter(state, step.then(taken, state.position));
  }
  return end;
};

const advance = (state: ReaderState, bytes: number): void => {
  state.stepBytes += bytes;
  state.position += bytes;
};
