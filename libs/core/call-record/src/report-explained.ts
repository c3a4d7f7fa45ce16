import type { Transition } from './change-record.ts';
import { audioExpectationOf, type DeriveContext, NO_AUDIO_EXPECTED } from './derive-record.ts';
import type { NoAudioReason } from './expect-audio.ts';

/** The same transition; its result also says why the call was explained, if it is this change that explained it. */
export const reportExplained =
  <R>(
    transition: Transition<R>,
    context: DeriveContext,
  ): Transition<{ readonly result: R; readonly explained?: NoAudioReason }> =>
  (current) => {
    const { next, result } = transition(current);
    const isNew = next?.outcome?.code === NO_AUDIO_EXPECTED && current?.outcome?.code !== NO_AUDIO_EXPECTED;
    const expectation = isNew ? audioExpectationOf(next, context) : undefined;
    const explained = expectation?.expected === false ? expectation.reason : undefined;
    return { ...(next && { next }), result: { result, ...(explained && { explained }) } };
  };
