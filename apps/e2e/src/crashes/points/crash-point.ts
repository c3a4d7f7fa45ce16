/** The services that can be killed. */
export const SERVICES = ['ingestion-api', 'pooler', 'reconciler-worker', 'downloader', 'archiver'] as const;
export type Service = (typeof SERVICES)[number];

/** `before`: the process is killed and the request is not forwarded. `after`: it took effect, and the process never learns it. */
export const MOMENTS = ['before', 'after'] as const;
export type Moment = (typeof MOMENTS)[number];

/** The moment at which a service is killed. */
export type CrashPoint = {
  readonly service: Service;
  /** A name of `nameRequest`. */
  readonly kind: string;
  /** Which request of its kind since the process started, from 1. */
  readonly ordinal: number;
  readonly moment: Moment;
};

/** How often a service made each kind of request. */
export type Requests = ReadonlyMap<string, number>;

/** Two points for the first and the last request of each kind; with `isLong`, for every request. */
export const listPoints = (service: Service, requests: Requests, isLong: boolean): CrashPoint[] =>
  [...requests].flatMap(([kind, count]) => {
    const all = Array.from({ length: count }, (_, at) => at + 1);
    const chosen = isLong ? all : [...new Set([1, count])];
    return chosen.flatMap((ordinal) => MOMENTS.map((moment) => ({ service, kind, ordinal, moment })));
  });

export const nameOfPoint = ({ service, kind, ordinal, moment }: CrashPoint): string =>
  `${service}: ${moment} ${kind}, number ${ordinal}`;
