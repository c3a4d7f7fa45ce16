import type { CountHours } from '@recordings/call-questions';
import type { Execute } from './execute.ts';

/**
 * The same execution, followed by a count of closed hours, also if the execution fails. Without the count: a dry run, and an
 * execution that left the work to another pooler.
 */
export const countAfter =
  (execute: Execute, countHours: CountHours, signal: AbortSignal): Execute =>
  async (options) => {
    let isElsewhere = false;
    try {
      const execution = await execute(options);
      isElsewhere = execution === undefined;
      return execution;
    } finally {
      if (!options.isDryRun && !isElsewhere) await countHours(signal);
    }
  };
