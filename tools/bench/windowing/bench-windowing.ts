import { CallId, GroupId, TenantId, timestampOf } from '@recordings/call-record';
import { planWindows } from '@recordings/windowing';
import { median } from '../ingest/measure-round.ts';
import type { BenchResult } from '../read-bench.ts';

const GROUPS = 20;
const TENANTS = 5;
const SPAN_MS = 7 * 86_400_000;
const LIMITS = { sizeMs: 60_000, maxCalls: 100 };
/** An odd number, so that one of them is the median. */
const ROUNDS = 5;

type Call = ReturnType<typeof makeCall>;

/**
 * CPU time of sorting so many calls in mixed order, and of sorting and windowing them. Both are measured in each round, in
 * turns first, and the figures are medians: other work of the machine slows both. The first round is a warm-up.
 */
export const benchWindowing = async (count: number): Promise<BenchResult> => {
  const random = makeRandom();
  const calls = Array.from({ length: count }, () => makeCall(random));
  const windows = planWindows(calls, LIMITS).length;
  const rounds = Array.from({ length: ROUNDS + 1 }, (_, round) => measureRound(calls, round % 2 === 0)).slice(
    1,
  );
  const figures = {
    sortMs: median(rounds.map(({ sortMs }) => sortMs)),
    windowMs: median(rounds.map(({ windowMs }) => windowMs)),
    ratio: median(rounds.map(({ sortMs, windowMs }) => Math.round((windowMs / sortMs) * 100) / 100)),
  };
  return { rows: [{ calls: count, windows, ...figures }], figures };
};

const measureRound = (calls: readonly Call[], isSortFirst: boolean) => {
  const sort = (): number => cpuMsOf(() => void [...calls].sort(compareCalls));
  const window = (): number => cpuMsOf(() => void planWindows(calls, LIMITS));
  if (isSortFirst) return { sortMs: sort(), windowMs: window() };
  const windowMs = window();
  return { sortMs: sort(), windowMs };
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
