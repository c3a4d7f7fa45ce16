import { metricNameOf, type Selection } from '@recordings/alarms';

/** A status of HTTP is a number in the source. */
const isStatus = (value: string): boolean => /^\d{3}$/.test(value);

/** Values of labels that no source file has as a string, so that no series has them. One line each. */
export const findValueFaults = (selections: readonly Selection[], source: string): string[] =>
  selections.flatMap((selection) =>
    (selection.where?.isOneOf ?? [])
      .filter((value) => !isStatus(value) && !source.includes(`'${value}'`))
      .map((value) => `${metricNameOf(selection)}: no service writes the value ${value}`),
  );
