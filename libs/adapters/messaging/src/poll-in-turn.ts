import type { IdlePause } from './idle-pause.ts';
import { makePollSlot, type PollSlot, type PollSlotDeps } from './poll-slot.ts';
import type { PollTurns } from './poll-turns.ts';

/** A slot that polls when it is its turn. */
export const makePollSlotInTurn = (turns: PollTurns, idle: IdlePause, deps: PollSlotDeps): PollSlot => {
  let endTurn = (): void => undefined;
  const slot = makePollSlot({
    ...deps,
    beforePoll: async (stopping) => {
      await deps.beforePoll(stopping);
      endTurn = await turns.take(stopping);
      await idle.wait(stopping);
    },
    work: (message) => {
      idle.received();
      return deps.work(message);
    },
    onPolled: () => {
      idle.polled();
      endTurn();
      deps.onPolled();
    },
    onPollError: (error, failures) => {
      endTurn();
      deps.onPollError(error, failures);
    },
  });
  // A poll that the stop cut off has no answer.
  return { start: slot.start, stop: () => slot.stop().finally(() => endTurn()) };
};
