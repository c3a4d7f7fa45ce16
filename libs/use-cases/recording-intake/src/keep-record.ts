import type { CallRecord, Transition } from '@recordings/call-record';

/** The transition, whose result has the record after it too: the next change starts from it without a read. */
export const keepRecord =
  <R>(
    transition: Transition<R>,
  ): Transition<{ readonly result: R; readonly record: CallRecord | undefined }> =>
  (current) => {
    const { next, result } = transition(current);
    return { ...(next && { next }), result: { result, record: next ?? current } };
  };
