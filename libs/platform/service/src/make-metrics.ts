import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** One service's metrics, in a registry of their own, so that tests and services do not share counts. */
export type Metrics = {
  /** @throws {Error} if the name is taken. */
  counter<L extends string = never>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  /** @throws {Error} if the name is taken. */
  gauge<L extends string = never>(name: string, help: string, labels?: readonly L[]): Gauge<L>;
  /**
   * @param buckets upper bounds in the metric's unit; prom-client's default suits seconds up to 10.
   * @throws {Error} if the name is taken.
   */
  histogram<L extends string = never>(
    name: string,
    help: string,
    labels?: readonly L[],
    buckets?: readonly number[],
  ): Histogram<L>;
  /** All metrics in Prometheus's text format. */
  exposition(): Promise<string>;
  /** All metrics as objects. */
  snapshot(): Promise<readonly MetricSnapshot[]>;
  readonly contentType: string;
};

export type MetricSnapshot = {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  /** One for each combination of labels; a histogram has more, which `metricName` distinguishes. */
  readonly values: readonly {
    readonly metricName?: string;
    readonly labels: Readonly<Record<string, string | number | undefined>>;
    readonly value: number;
  }[];
};

/** Starts with the process's own metrics (CPU, memory, event loop); every series carries the label `service`. */
export const makeMetrics = (service: string): Metrics => {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    counter: (name, help, labels = []) => new Counter({ name, help, labelNames: labels, registers }),
    gauge: (name, help, labels = []) => new Gauge({ name, help, labelNames: labels, registers }),
    histogram: (name, help, labels = [], buckets = undefined) =>
      new Histogram({ name, help, labelNames: labels, registers, ...(buckets && { buckets: [...buckets] }) }),
    exposition: () => registry.metrics(),
    // prom-client names its types by an enum whose values at run time are these words.
    snapshot: async () => (await registry.getMetricsAsJSON()) as unknown as readonly MetricSnapshot[],
    contentType: registry.contentType,
  };
};
