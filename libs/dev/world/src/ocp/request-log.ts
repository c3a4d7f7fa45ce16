/** Counts the requests that reach OCP, and the most in any period. */
export type RequestLog = {
  note(atMs: number): void;
  count(): number;
  /** Most requests in any half-open period of this length, in milliseconds. */
  peak(periodMs: number): number;
};

export const makeRequestLog = (): RequestLog => {
  const times: number[] = [];
  return {
    note: (atMs) => void times.push(atMs),
    count: () => times.length,
    peak: (periodMs) => {
      let first = 0;
      let most = 0;
      times.forEach((atMs, at) => {
        while (times[first]! <= atMs - periodMs) first += 1;
        most = Math.max(most, at - first + 1);
      });
      return most;
    },
  };
};
