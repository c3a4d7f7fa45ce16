export { SATURATED } from './budget/budget-load.ts';
export { type BudgetMeasure, measureBudget } from './budget/measure-budget.ts';
