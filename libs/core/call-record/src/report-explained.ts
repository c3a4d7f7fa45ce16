import type { DeriveContext } from './change-context.ts';
import type { Transition } from './change-record.ts';
import { judgeAudioExpectation } from './derive-reconciliation.ts';
import type { NoAudioReason } from './expect-audio.ts';
import { NO_AUDIO_EXPECTED } from './outcome-codes.ts';

/** The same transition, which also reports why no audio is expected, if this change found that out. */
export const reportExplained =
  <R>(
    transition: Transition<R>,
    context: DeriveContext,
  ): Transition<{ readonly result: R; readonly explained?: NoAudioReason }> =>
  (current) => {
    const { next, result } = transition(current);
    const isNew = next?.outcome?.code === NO_AUDIO_EXPECTED && current?.outcome?.code !== NO_AUDIO_EXPECTED;
    const expectation = isNew ? judgeAudioExpectation(next, context) : undefined;
    const explained = expectation?.expected === false ? expectation.reason : undefined;
    return { ...(next && { next }), result: { result, ...(explained && { explained }) } };
  };
