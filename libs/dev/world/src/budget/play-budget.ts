import { makeOcpAccess } from '@recordings/ocp-access';
import type { BudgetEvent, OcpGate, OcpPermit, PermitRequest } from '@recordings/reconciliation';
import { makeRequestLog, type RequestLog } from '../ocp/request-log.ts';
import { makeRandom, type Random } from '../time/random.ts';
import { makeTimeline, type Timeline } from '../time/timeline.ts';
import type { BudgetLoad } from './budget-load.ts';
import { makeVirtualBudgetItem } from './virtual-budget-item.ts';

export type PlayedBudget = {
  /** Requests that OCP received, at the true times. */
  readonly requests: RequestLog;
  /** Milliseconds from the wish to the departure. */
  readonly controlWaitsMs: readonly number[];
  readonly downloadWaitsMs: readonly number[];
  readonly downloadsByGroup: Readonly<Record<string, number>>;
  /** Departures that a request was too late for. */
  readonly missed: number;
  /** Requests that were sent while OCP answered none. */
  readonly unanswered: number;
  readonly reads: number;
  readonly writes: number;
  readonly lostWrites: number;
};

const START_MS = Date.UTC(2026, 0, 15);

type Played = {
  readonly requests: RequestLog;
  readonly waitsMs: { control: number[]; download: number[] };
  readonly byGroup: Record<string, number>;
  missed: number;
  unanswered: number;
};

type Surroundings = {
  readonly load: BudgetLoad;
  readonly timeline: Timeline;
  readonly random: Random;
  readonly changeBudget: Parameters<typeof makeOcpAccess>[0]['changeBudget'];
  readonly played: Played;
};

/** Lets processes with the shipped permit desk share one budget in virtual time. */
export const playBudget = async (load: BudgetLoad): Promise<PlayedBudget> => {
  const timeline = makeTimeline(START_MS);
  const random = makeRandom(load.seed);
  const item = makeVirtualBudgetItem(timeline, random, load);
  const played: Played = {
    requests: makeRequestLog(),
    waitsMs: { control: [], download: [] },
    byGroup: {},
    missed: 0,
    unanswered: 0,
  };
  const surroundings = { load, timeline, random, changeBudget: item.changeBudget, played };
  for (let n = 0; n < load.downloaders; n += 1) {
    runProcess(surroundings, (all, client) => runDownloads(all, client, groupOf(load, random, n)));
  }
  for (let n = 0; n < load.workers; n += 1) runProcess(surroundings, runControl);
  await timeline.runUntil(() => false, START_MS + load.durationMs);
  return {
    requests: played.requests,
    controlWaitsMs: played.waitsMs.control,
    downloadWaitsMs: played.waitsMs.download,
    downloadsByGroup: played.byGroup,
    missed: played.missed,
    unanswered: played.unanswered,
    ...item.counts,
  };
};

type Life = { isOver: boolean };
type Client = { readonly life: Life; readonly access: OcpGate };

/** Starts a process with a clock of its own, and starts it again some seconds after each crash. */
const runProcess = (
  surroundings: Surroundings,
  run: (surroundings: Surroundings, client: Client) => void,
): void => {
  const { load, timeline, random } = surroundings;
  const skewMs = random.between(-load.maxSkewMs, load.maxSkewMs);
  const start = (): void => {
    const life = { isOver: false };
    run(surroundings, { life, access: makeAccess(surroundings, life, skewMs) });
    if (!Number.isFinite(load.crashEveryMs)) return;
    timeline.after(random.between(0, 2 * load.crashEveryMs), () => {
      life.isOver = true;
      timeline.after(random.between(1_000, 20_000), start);
    });
  };
  timeline.after(random.between(0, 1_000), start);
};

/** After a crash no promise of a process settles and no timer of it elapses. */
const makeAccess = (
  { load, timeline, random, changeBudget, played }: Surroundings,
  life: Life,
  skewMs: number,
): OcpGate => {
  const alive = <T>(promise: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      promise.then(
        (value) => life.isOver || resolve(value),
        (error: unknown) => life.isOver || reject(error as Error),
      );
    });
  return makeOcpAccess({
    host: 'ocp',
    limit: load.limit,
    rules: { rowPauseMs: 60_000, burstPauseMs: 300_000 },
    changeBudget: (host, change) => alive(changeBudget(host, change)),
    // A clock counts whole milliseconds.
    now: () => Math.floor(timeline.nowMs() + skewMs),
    startTimer: (delayMs, onElapsed) => {
      let isCancelled = false;
      const lateMs = random.chance(load.lateShare) ? random.between(0, 250) : random.between(0, 5);
      timeline.after(delayMs + lateMs, () => {
        if (!isCancelled && !life.isOver) onElapsed();
      });
      return () => {
        isCancelled = true;
      };
    },
    random: () => random.between(0, 1),
    note: (event: BudgetEvent) => {
      if (event.type === 'departure_forfeited' && event.reason === 'missed') played.missed += 1;
    },
  });
};

/** Large groups have many more recordings than small ones. */
const groupOf =
  ({ groups, ownGroups }: BudgetLoad, random: Random, downloader: number) =>
  (): string => {
    if (ownGroups) return `group-${downloader === 0 ? groups - 1 : 0}`;
    return `group-${Math.floor(groups * random.between(0, 1) ** 3)}`;
  };

/** Sends a request, which OCP answers at once or not at all. */
const send = (
  { load, timeline, played }: Surroundings,
  access: OcpGate,
  permit: OcpPermit,
  of: Pick<PermitRequest, 'lane' | 'group'>,
): void => {
  const atMs = timeline.nowMs();
  const [fromMs, toMs] = load.outageMs;
  const isOutage = atMs >= START_MS + fromMs && atMs < START_MS + toMs;
  played.requests.note(atMs);
  if (isOutage) played.unanswered += 1;
  access.report(permit, isOutage ? 'outage' : 'answered', of);
};

const runDownloads = (
  surroundings: Surroundings,
  { life, access }: Client,
  pickGroup: () => string,
): void => {
  const { load, timeline, random, played } = surroundings;
  const { signal } = new AbortController();
  const fetchNext = async (): Promise<void> => {
    const group = pickGroup();
    const sinceMs = timeline.nowMs();
    try {
      const of = { lane: 'download', group } as const;
      send(surroundings, access, await access.awaitPermit(of, signal), of);
    } catch {
      return void timeline.after(5_000, () => void fetchNext());
    }
    played.waitsMs.download.push(timeline.nowMs() - sinceMs);
    played.byGroup[group] = (played.byGroup[group] ?? 0) + 1;
    timeline.after(random.between(500, 5_000), () => {
      if (!life.isOver) void fetchNext();
    });
  };
  for (let n = 0; n < load.downloadsAtOnce; n += 1) void fetchNext();
};

const runControl = (surroundings: Surroundings, { life, access }: Client): void => {
  const { load, timeline, random, played } = surroundings;
  const { signal } = new AbortController();
  const ask = async (): Promise<void> => {
    const sinceMs = timeline.nowMs();
    try {
      const of = { lane: 'control', group: 'any' } as const;
      send(surroundings, access, await access.awaitPermit(of, signal), of);
      played.waitsMs.control.push(timeline.nowMs() - sinceMs);
    } catch {
      // The next one tries again.
    }
  };
  const repeat = (): void => {
    if (life.isOver) return;
    void ask();
    timeline.after(random.between(0, 2 * load.controlEveryMs), repeat);
  };
  timeline.after(random.between(0, load.controlEveryMs), repeat);
};
