import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CountedRequests,
  type Counts,
  LARGE_WINDOW,
  SMALL_WINDOW,
  USUAL_WINDOW,
} from '@recordings/forecast';
import { waitUntil } from '@recordings/test-kit';
import { type CountedSystem, runCountedSystem } from './run-counted-system.ts';

/** Empty polls depend on time and not on calls. They are computed from the number of tasks. */
const TIMED = 'SQS ReceiveMessage';
const PUSHED = 20;

/** Counts by running the services: calls that are pushed, and two windows of lost calls. */
export const countRequests = async (): Promise<Omit<CountedRequests, 'revision'>> => {
  const pushedCall = await countPushedCall(PUSHED);
  const small = await withSystem(SMALL_WINDOW, 1, countRecovery);
  const large = await withSystem(LARGE_WINDOW, 1, countRecovery);
  const { idlePollsPerHour, ...usual } = await withSystem(USUAL_WINDOW, 1, countRecoveryAndPolls);
  return {
    pushedCall,
    emptyExecution: small.emptyExecution,
    recoveredInSmallWindow: perCall(withoutExecution(small), SMALL_WINDOW),
    recoveredInLargeWindow: perCall(withoutExecution(large), LARGE_WINDOW),
    recovery: perCall(withoutExecution({ ...usual, recovery: usual.afterEvents }), USUAL_WINDOW),
    idlePollsPerHour,
  };
};

/** What one call requests whose recording is pushed, on average of so many calls. */
export const countPushedCall = async (calls: number): Promise<Counts> =>
  perCall(await withSystem(calls, 0, countPlay), calls);

const perCall = (counts: Counts, calls: number): Counts =>
  combine(counts, {}, (n) => Math.round((n / calls) * 100) / 100);

type Recovery = { readonly emptyExecution: Counts; readonly recovery: Counts; readonly afterEvents: Counts };

const withoutExecution = ({ emptyExecution, recovery }: Omit<Recovery, 'afterEvents'>): Counts =>
  combine(recovery, emptyExecution, (all, empty) => Math.max(0, all - empty));

const withSystem = async <T>(
  calls: number,
  loss: number,
  count: (system: CountedSystem, calls: number) => Promise<T>,
): Promise<T> => {
  const system = await runCountedSystem(calls, loss);
  try {
    return await count(system, calls);
  } finally {
    await system.stop();
  }
};

const countPlay = async (system: CountedSystem, calls: number): Promise<Counts> => {
  const before = await quietCounts(system);
  await system.play();
  await waitUntil('all recordings are stored', async () => (await system.storedRecordings()) === calls, 120);
  return since(before, await quietCounts(system));
};

const countRecovery = async (system: CountedSystem, calls: number): Promise<Recovery> => {
  await system.findMissingCalls(); // The first execution counts the hours of two months, and does so once.
  const start = await quietCounts(system);
  await system.findMissingCalls();
  const empty = await quietCounts(system);
  await system.play();
  const events = await quietCounts(system);
  await system.findMissingCalls();
  await waitUntil('all recordings are stored', async () => (await system.storedRecordings()) === calls, 120);
  const end = await quietCounts(system);
  return {
    emptyExecution: since(start, empty),
    recovery: since(empty, end),
    afterEvents: since(events, end),
  };
};

const countRecoveryAndPolls = async (system: CountedSystem, calls: number) => ({
  ...(await countRecovery(system, calls)),
  idlePollsPerHour: await countIdlePolls(system),
});

/** A reconciler-worker polls three queues of windows and the checks, a downloader polls two. */
const POLLED_QUEUES = 4 + 2;
/** Three polls of 20 s without a message, after which a queue counts as idle, and a pause. */
const UNTIL_IDLE_MS = 100_000;
/** Three times the time between two polls of an idle queue. */
const IDLE_MS = 180_000;

const countIdlePolls = async ({ counts }: CountedSystem): Promise<number> => {
  await sleep(UNTIL_IDLE_MS);
  const before = counts[TIMED] ?? 0;
  await sleep(IDLE_MS);
  const polls = (counts[TIMED] ?? 0) - before;
  return Math.round((polls / POLLED_QUEUES) * (3_600_000 / IDLE_MS));
};

const QUIET_MS = 4_000;

/** The counts as soon as no request but polls of queues was counted for a while. */
const quietCounts = async ({ counts }: CountedSystem): Promise<Counts> => {
  for (;;) {
    const before = { ...counts };
    await sleep(QUIET_MS);
    if (Object.values(since(before, counts)).every((n) => n === 0)) return before;
  }
};

const since = (before: Counts, after: Counts): Counts => combine(after, before, (a, b) => a - b);

const combine = (a: Counts, b: Counts, join: (a: number, b: number) => number): Counts =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])]
      .filter((kind) => kind !== TIMED)
      .sort()
      .map((kind) => [kind, join(a[kind] ?? 0, b[kind] ?? 0)] as const)
      .filter(([, n]) => n !== 0),
  );
