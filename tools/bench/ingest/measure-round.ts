import { readCpuSeconds } from './read-cpu.ts';
import { type MakeRequest, runLoad } from './run-load.ts';

export type Contestant = {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  readonly makeRequest: MakeRequest;
};

export type Round = {
  readonly perSecond: number;
  /** CPU milliseconds of the server for one request. For a recording of 1 MB that is CPU seconds per GB. */
  readonly cpuMs: number;
  readonly p99Ms: number;
};

/** Measures one server under the load of `clients` for `seconds`. */
export const measureRound = async (
  { url, pid, makeRequest }: Contestant,
  clients: number,
  seconds: number,
): Promise<Round> => {
  const cpuBefore = await readCpuSeconds(pid);
  const load = await runLoad(url, makeRequest, clients, seconds);
  const cpuSeconds = (await readCpuSeconds(pid)) - cpuBefore;
  const latencies = load.latenciesMs.toSorted((a, b) => a - b);
  return {
    perSecond: load.requests / load.seconds,
    cpuMs: (cpuSeconds * 1_000) / load.requests,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
  };
};

/** The median of each figure. */
export const medianRound = (rounds: readonly Round[]): Round => ({
  perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
  p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
});

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
