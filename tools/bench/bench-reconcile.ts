import { BACKLOG, type DrainMeasure, measureDrain } from '@recordings/world';
import type { BenchResult } from './read-bench.ts';

/** Measures, in virtual time, how the shipped services recover the calls of a day whose recordings are all missing. */
export const benchReconcile = async (calls: readonly number[]): Promise<BenchResult> => {
  const rows: DrainMeasure[] = [];
  for (const count of calls) {
    console.error(`recovering ${count} calls of ${BACKLOG.groups} groups in virtual time`);
    rows.push(await measureDrain({ ...BACKLOG, calls: count }));
  }
  return { rows, figures: rows[0] };
};
