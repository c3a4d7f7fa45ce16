import type { CallRecord } from '@recordings/call-record';
import type { Platform } from '../platform.ts';
import type { FoundCall } from './list-calls.ts';

/** Records that are read at the same time. */
const AT_ONCE = 20;

/**
 * Adds to each stored call whether a person had asked for its recording. The index of lists does not have it, so the records are
 * read. A call whose recording came by push, and one from before it was kept, has none.
 */
export const addRecoveredBy = async (
  { stores }: Pick<Platform, 'stores'>,
  calls: readonly FoundCall[],
): Promise<(FoundCall & Pick<CallRecord, 'recoveredBy'>)[]> => {
  const done: (FoundCall & Pick<CallRecord, 'recoveredBy'>)[] = [];
  for (let at = 0; at < calls.length; at += AT_ONCE) {
    const some = calls.slice(at, at + AT_ONCE);
    done.push(
      ...(await Promise.all(
        some.map(async (call) => {
          if (call.state !== 'stored') return call;
          const recoveredBy = (await stores.calls.get(call))?.recoveredBy;
          return { ...call, ...(recoveredBy && { recoveredBy }) };
        }),
      )),
    );
  }
  return done;
};
