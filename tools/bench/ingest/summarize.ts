import type { Round } from './measure-round.ts';

export type IngestRow = {
  readonly name: string;
  readonly perSecond: number;
  readonly cpuMsPerRequest: number;
  readonly p99Ms: number;
};

/** A recording has 1 MB, so requests per second are MB/s, and CPU milliseconds a request are CPU seconds per GB. */
export const toRows = (medians: ReadonlyMap<string, Round>): IngestRow[] =>
  [...medians].map(([name, { perSecond, cpuMs, p99Ms }]) => ({
    name,
    perSecond: rounded(perSecond),
    cpuMsPerRequest: rounded(cpuMs),
    p99Ms: rounded(p99Ms),
  }));

/** The figures of the JSON. Contestants that were left out are missing. The peer is the fastest. */
export const summarize = (medians: ReadonlyMap<string, Round>) => {
  const peers = ['multer-s3', 'lib-storage'].flatMap((name) => medians.get(name) ?? []);
  const peer = peers.toSorted((a, b) => b.perSecond - a.perSecond)[0];
  const ours = medians.get('ours-form');
  return {
    rawMBps: rounded(medians.get('discarding')?.perSecond),
    peerMBps: rounded(peer?.perSecond),
    sameJobMBps: rounded(medians.get('same-job')?.perSecond),
    oursMBps: rounded(ours?.perSecond),
    oursPutMBps: rounded(medians.get('ours-put')?.perSecond),
    oursP99Ms: rounded(ours?.p99Ms),
    peerP99Ms: rounded(peer?.p99Ms),
    eventsPerS: rounded(medians.get('ours-events')?.perSecond),
    sdkEventsPerS: rounded(medians.get('sdk-events')?.perSecond),
    cpuSecondsPerGB: Object.fromEntries(
      [...medians]
        .filter(([name]) => !name.endsWith('events'))
        .map(([name, { cpuMs }]) => [name, rounded(cpuMs)]),
    ),
  };
};

const rounded = <T extends number | undefined>(value: T): T =>
  (value === undefined ? undefined : Math.round(value * 100) / 100) as T;
