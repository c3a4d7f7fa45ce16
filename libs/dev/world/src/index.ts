export { SATURATED } from './budget/budget-load.ts';
export { type BudgetMeasure, measureBudget } from './budget/measure-budget.ts';
export { BACKLOG } from './drain/drain-load.ts';
export { type DrainMeasure, measureDrain } from './drain/measure-drain.ts';
