import type { Condition, Selection } from './alarm.ts';

/** The series of our own metrics that a condition reads. A condition on figures of AWS reads none. */
export const selectionsOf = (condition: Condition): readonly Selection[] => {
  switch (condition.kind) {
    case 'increase':
    case 'no-increase':
    case 'silence':
    case 'level':
      return [condition.of];
    case 'ratio':
      return [condition.of, condition.to];
    case 'mean':
      return [{ metric: condition.histogram }];
    case 'queue':
    case 'executions':
    case 'executions-ratio':
      return [];
    default:
      return condition satisfies never;
  }
};
