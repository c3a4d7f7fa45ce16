import {
  type CallKey,
  type ChangeContext,
  type Reopened,
  type ReopenRequest,
  reopenCall,
} from '@recordings/call-record';
import type { Ops } from '../../ops.ts';
import type { Platform } from '../../platform.ts';
import { changeCall, contextOf } from '../change-call.ts';

export type ReopenedCall = { readonly callId: string; readonly result: Reopened };

const HOUR_MS = 3_600_000;
/** Calls that are changed at once. */
const PARALLEL = 10;

/** Makes the functions that reopen calls one by one, or only say what would come of it. They may run twice. */
export const makeReopenEach = (ops: Ops, platform: Platform, request: ReopenRequest) => {
  const reopen = (context: ChangeContext) =>
    reopenCall(request, platform.config.EXPIRY_MARGIN_HOURS * HOUR_MS, context);
  return {
    plan: (keys: readonly CallKey[]): Promise<ReopenedCall[]> =>
      forEach(ops, keys, async (key) => {
        const current = await platform.stores.calls.get(key);
        return reopen(contextOf(ops, platform, current, key, 'plan'))(current).result;
      }),
    run: (keys: readonly CallKey[], by: string): Promise<ReopenedCall[]> =>
      forEach(ops, keys, (key) => changeCall(ops, platform, key, by, reopen)),
  };
};

/** A command that is interrupted may be given again. */
const forEach = async (
  { signal, progress }: Ops,
  keys: readonly CallKey[],
  apply: (key: CallKey) => Promise<Reopened>,
): Promise<ReopenedCall[]> => {
  const done: ReopenedCall[] = [];
  for (let at = 0; at < keys.length; at += PARALLEL) {
    signal.throwIfAborted();
    const some = keys.slice(at, at + PARALLEL);
    const results = await Promise.all(
      some.map(async (key) => ({ callId: key.callId, result: await apply(key) })),
    );
    done.push(...results);
    progress(`${done.length} of ${keys.length} calls`);
  }
  return done;
};
