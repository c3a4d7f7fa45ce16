import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { runService } from '@recordings/test-kit';
import { median } from '../ingest/measure-round.ts';
import { readCpuSeconds } from '../ingest/read-cpu.ts';
import { readMemory } from '../read-memory.ts';
import { stopService } from '../start-api.ts';
import { RECORDING_BYTES } from './recording-bytes.ts';
import { startBenchDownloader } from './start-bench-downloader.ts';

export type DownloadMeasure = {
  /** The most that was resident in the downloader. */
  readonly rssMB: number;
  readonly downloadMBps: number;
  /** Of the downloader. */
  readonly downloadCpuSecondsPerGB: number;
  readonly curlSha256MBps: number;
};

const PARALLEL = 8;
const ROUNDS = 3;

/**
 * Has a downloader fetch and store 8 recordings of 100 MB at once, and in turns `curl | sha256sum` read the same. Of
 * the rounds the median counts; the first one of each is a warm-up.
 */
export const measureDownloads = async (): Promise<DownloadMeasure> => {
  const ocp = runService(new URL('ocp/main.ts', import.meta.url), {});
  const url = await ocp.url;
  const downloader = await startBenchDownloader(url, PARALLEL);
  try {
    const downloads: number[] = [];
    const curls: number[] = [];
    const cpuSeconds: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const cpuBefore = await readCpuSeconds(downloader.pid);
      downloads.push(await measureMBps(() => downloader.download(PARALLEL)));
      cpuSeconds.push((await readCpuSeconds(downloader.pid)) - cpuBefore);
      curls.push(await measureMBps(() => Promise.all(Array.from({ length: PARALLEL }, () => curl(url)))));
    }
    const { peakMB } = await readMemory(downloader.pid);
    return {
      rssMB: Math.round(peakMB),
      downloadMBps: median(downloads.slice(1)),
      downloadCpuSecondsPerGB: perGB(median(cpuSeconds.slice(1))),
      curlSha256MBps: median(curls.slice(1)),
    };
  } finally {
    await downloader.stop();
    await stopService(ocp);
  }
};

const measureMBps = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1_000;
  return Math.round((PARALLEL * RECORDING_BYTES) / 1e6 / seconds);
};

const perGB = (cpuSeconds: number): number =>
  Math.round((cpuSeconds * 100 * 1e9) / (PARALLEL * RECORDING_BYTES)) / 100;

const curl = async (url: string): Promise<void> => {
  const child = spawn('bash', ['-c', 'set -o pipefail; curl -s "$0" | sha256sum', url], { stdio: 'ignore' });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`curl or sha256sum ended with ${code}`);
};
