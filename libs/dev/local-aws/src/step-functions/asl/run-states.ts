import { setImmediate } from 'node:timers/promises';
import { runState } from './run-state.ts';
import type { RunStates } from './scope.ts';
import { makeStopped, makeTerminalError } from './state-error.ts';

/** Bytes of the data that one state can give to the next. */
const MAX_BYTES = 262_144;

/**
 * Runs states one after the other.
 *
 * @param onState called when a state starts.
 * @throws the error of a state that nothing caught.
 */
export const runStates: RunStates = async ({ States }, start, scope, onState = () => undefined) => {
  let { name, input } = start;
  for (;;) {
    await setImmediate(); // States without I/O that loop for ever would not let the process do anything else.
    if (scope.signal.aborted) throw makeStopped();
    onState({ name, input });
    const { next, output } = await runState(name, States[name]!, input, scope);
    if (Buffer.byteLength(JSON.stringify(output ?? null)) > MAX_BYTES)
      throw makeTerminalError(
        'States.DataLimitExceeded',
        `the output of ${name} has over ${MAX_BYTES} bytes`,
      );
    if (next === undefined) return output;
    name = next;
    input = output;
  }
};
