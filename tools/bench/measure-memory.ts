import { readMemory, resetPeak } from './read-memory.ts';
import { sendRecording } from './send-recording.ts';
import { type BenchApi, startApi } from './start-api.ts';

export type MemoryRow = {
  readonly sizeMB: number;
  readonly clients: number;
  /** Peak of the resident memory during the uploads, above what was resident before them. */
  readonly rssGrowthMB: number;
  readonly growthPerUploadMB: number;
};

const WARM_UP_MB = 10;
const WARM_UPS = 3;

/** Measures how the memory of a new ingestion-api grows while each of `clients` sends one recording of `sizeMB`. */
export const measureMemory = async (sizeMB: number, clients: number): Promise<MemoryRow> => {
  const api = await startApi();
  try {
    return await measureMemoryOf(api, sizeMB, clients);
  } finally {
    await api.stop();
  }
};

/** Measures how the memory of this API grows while each of `clients` sends one recording of `sizeMB`. */
export const measureMemoryOf = async (
  { url, pid, headers }: BenchApi,
  sizeMB: number,
  clients: number,
): Promise<MemoryRow> => {
  const run = Date.now();
  const send = (callId: string, size: number): Promise<void> =>
    sendRecording(`${url}/v1/recordings/acme/${callId}`, headers, size);
  // Loads all code and opens the connections to AWS, so that neither counts as growth.
  for (let at = 0; at < WARM_UPS; at += 1) await send(`warm-up-${run}-${at}`, WARM_UP_MB);
  await resetPeak(pid);
  const before = await readMemory(pid);
  await Promise.all(Array.from({ length: clients }, (_, at) => send(`call-${run}-${at}`, sizeMB)));
  const after = await readMemory(pid);
  const growthMB = after.peakMB - before.rssMB;
  return { sizeMB, clients, rssGrowthMB: round(growthMB), growthPerUploadMB: round(growthMB / clients) };
};

const round = (value: number): number => Math.round(value * 10) / 10;
