import { CallId, GroupId, TenantId, timestampOf } from '@recordings/call-record';
import { planWindows } from '@recordings/windowing';
import type { BenchResult } from '../read-bench.ts';

const GROUPS = 20;
const TENANTS = 5;
const SPAN_MS = 7 * 86_400_000;
const LIMITS = { sizeMs: 60_000, maxCalls: 100 };
const ROUNDS = 3;

type Call = ReturnType<typeof makeCall>;

/**
 * CPU time of sorting so many calls in mixed order, and of sorting and windowing them. Of several rounds the fastest counts:
 * other work of the machine only adds.
 */
export const benchWindowing = async (count: number): Promise<BenchResult> => {
  const random = makeRandom();
  const calls = Array.from({ length: count }, () => makeCall(random));
  let windows = 0;
  let [sortMs, windowMs] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round += 1) {
    sortMs = Math.min(
      sortMs,
      cpuMsOf(() => void [...calls].sort(compareCalls)),
    );
    windowMs = Math.min(
      windowMs,
      cpuMsOf(() => {
        windows = planWindows(calls, LIMITS).length;
      }),
    );
  }
  const figures = { sortMs, windowMs, ratio: Math.round((windowMs / sortMs) * 100) / 100 };
  return { rows: [{ calls: count, windows, ...figures }], figures };
};

/** The bare sort: by tenant, group, time and id. */
const compareCalls = (a: Call, b: Call): number =>
  compare(a.tenantId, b.tenantId) ||
  compare(a.groupId, b.groupId) ||
  compare(a.callTimestamp, b.callTimestamp) ||
  compare(a.callId, b.callId);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const makeCall = (random: () => number) => {
  const group = Math.floor(random() * GROUPS);
  return {
    tenantId: TenantId.parse(`tenant-${group % TENANTS}`),
    groupId: GroupId.parse(`Group_${group}`),
    callId: CallId.parse(Math.floor(random() * 2 ** 48).toString(16)),
    callTimestamp: timestampOf(Date.UTC(2026, 0, 1) + Math.floor(random() * SPAN_MS)),
  };
};

/** The same numbers in each run: a linear congruential generator. */
const makeRandom = (): (() => number) => {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** CPU time, because a loaded machine stretches the wall clock. */
const cpuMsOf = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1_000);
};
