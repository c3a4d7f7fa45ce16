/** Values that a label may have: only these, or all but these. */
export type LabelRule = { readonly in: readonly string[] } | { readonly notIn: readonly string[] };

/** A metric of the services, summed over all series that `where` admits. */
export type Measure = {
  /** The metric's name in CloudWatch. No two measures have the same. */
  readonly name: string;
  /** The metric's name in Prometheus. */
  readonly metric: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** By label. A label that is not named may have any value. */
  readonly where?: Readonly<Record<string, LabelRule>>;
};

export type Labels = Readonly<Record<string, string | number | undefined>>;

/** Whether a series with these labels belongs to the measure. */
export const admits = ({ where = {} }: Pick<Measure, 'where'>, labels: Labels): boolean =>
  Object.entries(where).every(([label, rule]) => {
    const value = String(labels[label] ?? '');
    return 'in' in rule ? rule.in.includes(value) : !rule.notIn.includes(value);
  });
