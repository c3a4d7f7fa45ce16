import { epochMsOf } from '@recordings/call-record';
import { compareText } from './compare-text.ts';
import type { WindowCall } from './window-call.ts';

/** A call with its start as a number, because numbers compare faster than texts and there may be a million calls. */
export type StartedCall<C extends WindowCall = WindowCall> = { readonly startMs: number; readonly call: C };

/**
 * Sorts calls by tenant, group, time and call id. The call id makes the order the same in each execution, whatever order
 * the index was read in.
 *
 * @returns the calls of each group.
 */
export const sortCalls = <C extends WindowCall>(calls: readonly C[]): StartedCall<C>[][] =>
  splitBy(calls, ({ tenantId }) => tenantId)
    .flatMap((ofTenant) => splitBy(ofTenant, ({ groupId }) => groupId))
    .map(sortByStart);

const splitBy = <C>(calls: readonly C[], keyOf: (call: C) => string): C[][] =>
  [...Map.groupBy(calls, keyOf)].sort(([a], [b]) => compareText(a, b)).map(([, ofKey]) => ofKey);

const sortByStart = <C extends WindowCall>(calls: readonly C[]): StartedCall<C>[] =>
  calls
    .map((call) => ({ startMs: epochMsOf(call.callTimestamp), call }))
    .sort((a, b) => a.startMs - b.startMs || compareText(a.call.callId, b.call.callId));
