import type { BenchResult } from '../read-bench.ts';
import { measurePeak } from './measure-peak.ts';
import { measureRuns } from './measure-runs.ts';
import { startCountedPooler } from './start-counted-pooler.ts';

export type PoolerOptions = {
  /** Pending calls of the execution whose memory is measured. */
  readonly calls: number;
  /** Whether that execution runs. */
  readonly memory: boolean;
};

/**
 * Counts the requests of an execution over a small and a large table, watches the memory of a pooler over many executions, and
 * measures the most that one with very many pending calls takes.
 */
export const benchPooler = async ({ calls, memory }: PoolerOptions): Promise<BenchResult> => {
  const pooler = await startCountedPooler();
  const runs = await measureRuns(pooler).finally(pooler.stop);
  if (memory) console.error(`running one execution over ${calls} pending calls`);
  const peak = memory ? await measurePeak(calls) : {};
  return { rows: [runs], figures: { ...runs, ...peak } };
};
