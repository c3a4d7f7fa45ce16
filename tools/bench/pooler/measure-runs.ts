import { isSns, READ_UNITS, sumOf } from '@recordings/forecast';
import type { CountedPooler } from './start-counted-pooler.ts';

/** Requests are those of one execution that takes all pending calls. It queues up to 25 of them in one request. */
export type RunsMeasure = {
  readonly pending: number;
  readonly windows: number;
  readonly dynamodbRequests: number;
  readonly snsRequests: number;
  /** One read, one update and one publish for each call. */
  readonly naiveRequests: number;
  /** Naive requests for one of ours. */
  readonly ratio: number;
  /** With `smallTable` stored calls. Without half a unit for each query that finds nothing, which the emulator does not count. */
  readonly readUnitsSmallTable: number;
  readonly readUnitsLargeTable: number;
  readonly smallTable: number;
  readonly largeTable: number;
} & MemoryMeasure;

/** Resident memory over many runs. */
export type MemoryMeasure = {
  readonly runs: number;
  /** Resident after each tenth of the runs. */
  readonly rssMB: readonly number[];
  readonly rssFirstMB: number;
  readonly rssLastMB: number;
};

const PENDING = 1_000;
const SMALL_TABLE = 10_000;
const LARGE_TABLE = 100_000;
const RUNS = 100;
const PENDING_OF_A_RUN = 100;

/** Runs the same execution over a small and a large table, then many short ones. */
export const measureRuns = async (pooler: CountedPooler): Promise<RunsMeasure> => {
  console.error(`storing ${SMALL_TABLE} calls, and losing ${PENDING} of them`);
  await pooler.storeCalls(0, SMALL_TABLE);
  const small = await countRun(pooler);
  console.error(`storing ${LARGE_TABLE - SMALL_TABLE} calls more`);
  await pooler.storeCalls(0, PENDING);
  await pooler.storeCalls(SMALL_TABLE, LARGE_TABLE);
  const large = await countRun(pooler);
  await pooler.storeCalls(0, PENDING);
  const dynamodbRequests = sumOf(small.counts, isDynamoDbRequest);
  const snsRequests = sumOf(small.counts, isSns);
  const naiveRequests = 3 * PENDING;
  return {
    pending: PENDING,
    windows: small.windows,
    dynamodbRequests,
    snsRequests,
    naiveRequests,
    ratio: Math.round((naiveRequests / (dynamodbRequests + snsRequests)) * 100) / 100,
    readUnitsSmallTable: small.counts[READ_UNITS] ?? 0,
    readUnitsLargeTable: large.counts[READ_UNITS] ?? 0,
    smallTable: SMALL_TABLE,
    largeTable: LARGE_TABLE,
    ...(await watchMemory(pooler)),
  };
};

/** Counts are of requests and of units. */
const isDynamoDbRequest = (kind: string): boolean => /^DynamoDB [A-Z]/.test(kind);

const countRun = async (pooler: CountedPooler) => {
  await pooler.loseCalls(0, PENDING);
  const before = { ...pooler.counts };
  const { successfulCalls, totalWindowsCreated } = await pooler.execute();
  if (successfulCalls !== PENDING)
    throw new Error(`the execution published ${successfulCalls} calls, expected ${PENDING}`);
  const counts = Object.fromEntries(
    Object.entries(pooler.counts).map(([kind, n]) => [kind, n - (before[kind] ?? 0)]),
  );
  return { windows: totalWindowsCreated, counts };
};

const watchMemory = async (pooler: CountedPooler): Promise<MemoryMeasure> => {
  console.error(`running ${RUNS} executions`);
  const rssMB: number[] = [];
  for (let run = 1; run <= RUNS; run += 1) {
    await pooler.loseCalls(0, PENDING_OF_A_RUN);
    await pooler.execute();
    if (run % (RUNS / 10) === 0) rssMB.push(Math.round(await pooler.rssMB()));
  }
  return { runs: RUNS, rssFirstMB: rssMB[0]!, rssLastMB: rssMB.at(-1)!, rssMB };
};
