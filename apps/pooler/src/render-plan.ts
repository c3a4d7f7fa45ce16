import { renderForecast } from '@recordings/forecast';
import type { Execution } from '@recordings/missing-calls';

/** Writes the plan of a dry run. @param execution undefined if another execution ran. */
export const renderPlan = (execution: Execution | undefined, format: 'tables' | 'json'): string => {
  if (format === 'json') return `${JSON.stringify(execution ?? null, undefined, 2)}\n`;
  if (!execution?.plan) return 'Another execution is running, so this one planned nothing.\n';
  const more = execution.limitReached ? 'More calls wait than one execution takes.\n' : '';
  return renderForecast(execution.plan) + more;
};
