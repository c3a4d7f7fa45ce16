import { counting, FILTERS, starts } from './conditions.ts';
import type { Step } from './step.ts';

const CONDITIONS = [
  ...FILTERS,
  'per',
  ...Object.keys(starts),
  ...Object.keys(counting),
] as readonly (keyof Step)[];
const MAX_LENGTH = 160;

/** The step in one line: its name, or `poll, nth 3: answer {"status":500}`. */
export const describeStep = (step: Step): string => {
  if (step.name !== undefined) return step.name;
  const conditions = CONDITIONS.flatMap((name) =>
    step[name] === undefined ? [] : `${name} ${String(step[name])}`,
  );
  const effects = step.do ? textOf(step.do) : (step.inTurn ?? []).map(textOf).join(' / ');
  const text = `${[step.at, ...conditions].join(', ')}: ${effects}`;
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`;
};

const textOf = (effects: object): string =>
  Object.entries(effects)
    .map(([name, value]) => (value === true ? name : `${name} ${plain(value)}`))
    .join(', ');

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
