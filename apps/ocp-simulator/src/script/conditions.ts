import { z } from 'zod';

const place = z.int().min(1).max(1_000_000);
const seconds = z.number().min(0).max(86_400);

/** Which of the events that its filters admit a step acts on; each of them if none is given. */
export const counting = {
  nth: place.optional(),
  from: place.optional(),
  to: place.optional(),
  /** From `from` if it is given, else from the event of this number. */
  every: place.optional(),
  /** Since the day began. */
  afterSeconds: seconds.optional(),
  untilSeconds: seconds.optional(),
};

/** Fates of a push in the plan of the day. */
const push = z.enum(['delivered', 'lost']);

const hours = z.number().min(0).max(100_000);

/** When the call of an event started, in hours after the first call of the day: from then on, and before. */
export const starts = { startedFromHours: hours.optional(), startedUntilHours: hours.optional() };

/** What an event must be about. Numbers are places from 1: of calls in order of start, of jobs in order of creation. */
export const filters = {
  group: z.string().min(1).optional(),
  call: place.optional(),
  /** Among the calls that are recorded. */
  recording: place.optional(),
  job: place.optional(),
  page: place.optional(),
  push: push.optional(),
};
export type Filter = keyof typeof filters;
export const FILTERS = Object.keys(filters) as readonly Filter[];

/** What a step may count apart for each of. */
export type Per = Exclude<Filter, 'page' | 'push'>;

/** What an event is about. */
export type Facts = { readonly [F in Filter]?: z.infer<(typeof filters)[F]> } & {
  /** Hours from the first call of the day to the start of the call. */
  readonly startedHours?: number | undefined;
};

type Starts = { readonly [K in keyof typeof starts]?: number | undefined };
type Counting = { readonly [K in keyof typeof counting]?: number | undefined };

export type Conditions = Counting & Starts & Pick<Facts, Filter> & { readonly per?: Per | undefined };
