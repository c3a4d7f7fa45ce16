/** Values of the series that count failures, by `name{labels}`. */
export type FailureCounters = ReadonlyMap<string, number>;

const SERIES = /^([a-z_]+_total)\{([^}]*)\} (\S+)$/;
const COUNTS_FAILURES = /_(failed|failures|errors|stuck)_total$/;
const OCP_ANSWERED = /^outcome="(OK|REDIRECTED)"$/;
const FAILED_LABELS = /^(result="failed"|status="5\d\d")$/;

/** Reads the counters of failures from a text of `/metrics`. */
export const readFailureCounters = (exposition: string): FailureCounters => {
  const counters = new Map<string, number>();
  for (const line of exposition.split('\n')) {
    const [, name, labels, value] = SERIES.exec(line) ?? [];
    if (name === undefined || labels === undefined || !countsFailures(name, labels.split(','))) continue;
    const shown = labels.split(',').filter((label) => !label.startsWith('service='));
    counters.set(`${name}{${shown.join(',')}}`, Number(value));
  }
  return counters;
};

const countsFailures = (name: string, labels: readonly string[]): boolean => {
  if (COUNTS_FAILURES.test(name)) return true;
  if (name === 'ocp_requests_total') return !labels.some((label) => OCP_ANSWERED.test(label));
  return labels.some((label) => FAILED_LABELS.test(label));
};

/** What grew between two readings: `name{labels} +3`. A restarted service counts from 0 again. */
export const grownCounters = (before: FailureCounters, after: FailureCounters): string[] =>
  [...after].flatMap(([series, value]) => {
    const start = before.get(series) ?? 0;
    const growth = value >= start ? value - start : value;
    return growth > 0 ? [`${series} +${growth}`] : [];
  });
