import { BACKLOG, type DrainMeasure, measureDrain } from '@recordings/world';
import type { BenchResult } from './read-bench.ts';
import { estimateRecoveries } from './reconcile/estimate-recoveries.ts';
import { measureDownloads } from './reconcile/measure-downloads.ts';

export type ReconcileOptions = {
  /** Sizes of the backlogs. */
  readonly calls: readonly number[];
  /** Whether a downloader is measured beside curl. */
  readonly downloads: boolean;
};

/**
 * Measures how the shipped services recover the calls of a day whose recordings are all missing: in virtual time their
 * requests to OCP and their time, a downloader's speed and memory beside curl's, and what AWS costs a month. The figures
 * are of the first backlog.
 */
export const benchReconcile = async ({ calls, downloads }: ReconcileOptions): Promise<BenchResult> => {
  const rows: DrainMeasure[] = [];
  for (const count of calls) {
    console.error(`recovering ${count} calls of ${BACKLOG.groups} groups in virtual time`);
    rows.push(await measureDrain({ ...BACKLOG, calls: count }));
  }
  if (downloads) console.error('downloading recordings of 100 MB, in turns with curl');
  const measured = downloads ? await measureDownloads() : {};
  return { rows, figures: { ...rows[0], ...estimateRecoveries(), ...measured } };
};
