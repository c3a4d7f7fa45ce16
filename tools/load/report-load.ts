import type { Awaited, LostCall } from './await-stored.ts';
import type { PlayedDay } from './play-day.ts';
import type { SentCalls } from './send-calls.ts';
import type { Tally } from './send-until-accepted.ts';

export type LoadResult = {
  readonly sent: SentCalls;
  readonly bytesOfRecording: number;
  readonly ofSent: Awaited;
  /** Only with a simulator. */
  readonly day?: PlayedDay;
  readonly ofDay?: Awaited;
};

export type LoadReport = {
  readonly events: Row;
  readonly recordings: Row & { readonly mbPerSecond: number };
  readonly recovery?: {
    readonly calls: number;
    readonly lostPushes: number;
    readonly storedByReconciliation: number;
    /** From the end of all pushes until no call is missing, or until the longest time of waiting has passed. */
    readonly secondsUntilStored: number;
  };
  /** Accepted calls that are not stored. */
  readonly lost: readonly LostCall[];
  /** Answers that were not 2xx, with their counts. */
  readonly answers: Readonly<Record<string, number>>;
};

type Row = {
  readonly accepted: number;
  readonly sentAgain: number;
  readonly refused: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

const MB = 1_000_000;

export const reportLoad = ({ sent, bytesOfRecording, ofSent, day, ofDay }: LoadResult): LoadReport => {
  const { events, recordings, seconds } = sent;
  return {
    events: rowOf(events, seconds),
    recordings: {
      ...rowOf(recordings, seconds),
      mbPerSecond: rounded((recordings.accepted * bytesOfRecording) / MB / seconds),
    },
    ...(day &&
      ofDay && {
        recovery: {
          calls: day.calls.length,
          lostPushes: day.lostPushes,
          storedByReconciliation: ofDay.stored.reconciliation,
          secondsUntilStored: rounded(ofDay.seconds),
        },
      }),
    lost: [...ofSent.lost, ...(ofDay?.lost ?? [])],
    answers: { ...answersOf('event', events), ...answersOf('recording', recordings) },
  };
};

/** Whether calls were accepted and all of them are stored. */
export const isGood = ({ recordings, lost }: LoadReport): boolean =>
  recordings.accepted > 0 && lost.length === 0;

const rowOf = ({ accepted, sentAgain, refused, latenciesMs }: Tally, seconds: number): Row => {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  return {
    accepted,
    sentAgain,
    refused,
    perSecond: rounded(accepted / seconds),
    p50Ms: rounded(percentileOf(sorted, 0.5)),
    p99Ms: rounded(percentileOf(sorted, 0.99)),
  };
};

const answersOf = (kind: string, { answers }: Tally): Record<string, number> =>
  Object.fromEntries([...answers].map(([words, count]) => [`${kind}: ${words}`, count]));

/** 0 if there are no figures. */
const percentileOf = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const rounded = (value: number): number => Math.round(value * 10) / 10;
