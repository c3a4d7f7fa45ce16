import { BUDGET } from '../scenario/policies.ts';
import type { Totals } from './add-up.ts';
import type { SimulateOptions } from './options.ts';

const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });

/** The result as lines for people. */
export const renderResult = (totals: Totals, { days, seed }: SimulateOptions, realMs: number): string => {
  const rows: readonly (readonly [string, string])[] = [
    ['worlds', `${number(totals.worlds)} of ${days} ${days === 1 ? 'day' : 'days'}, first seed ${seed}`],
    ['calls', number(totals.calls)],
    ['  stored', number(totals.stored)],
    ['  explained', `${number(totals.explained)}: final, with the reason on the record`],
    ['  unheard of', `${number(totals.unheardOf)}: no event, push or export named them`],
    ['  lost', number(totals.lost)],
    ['  duplicated', number(totals.duplicated)],
    ['  moved', `${number(totals.moved)} times to the tenant of their group`],
    ['faults', `${number(totals.faults)} crashes, lost answers, frozen processes and the like`],
    ['OCP requests', number(totals.ocpRequests)],
    ['  budget peak', `${totals.budgetPeak} of ${BUDGET.maxRequests} in any ${BUDGET.periodMs / 1_000} s`],
    ['virtual time', `${number(totals.virtualHours)} h`],
    ['real time', `${number(realMs / 1_000)} s`],
  ];
  const table = rows.map(([name, value]) => `${name.padEnd(16)}${value}`).join('\n');
  return [table, ...totals.broken.map((world) => renderBroken(world, days))].join('\n\n');
};

const renderBroken = ({ seed, promises }: Totals['broken'][number], days: number): string =>
  [
    `broken in the world with seed ${seed}:`,
    ...promises.map((promise) => `  ${promise}`),
    `again: npm run simulate -- --worlds 1 --days ${days} --seed ${seed}`,
  ].join('\n');
