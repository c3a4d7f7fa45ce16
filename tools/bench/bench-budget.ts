import { type BudgetMeasure, measureBudget, SATURATED } from '@recordings/world';

/** Measures, in virtual time, how processes share the budget of an OCP host while downloads never end. */
export const benchBudget = async (downloaders: readonly number[]): Promise<BudgetMeasure[]> => {
  const rows: BudgetMeasure[] = [];
  for (const count of downloaders) {
    console.error(`playing 20 minutes of ${count} downloaders and ${SATURATED.workers} workers`);
    rows.push(await measureBudget({ ...SATURATED, downloaders: count }));
  }
  return rows;
};
