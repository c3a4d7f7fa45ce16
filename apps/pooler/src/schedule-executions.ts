import { Cron } from 'croner';
import type { Config } from './config.ts';
import type { Execute } from './execute.ts';

type ScheduleConfig = Pick<
  Config,
  'CRON_EXPRESSION' | 'CRON_TIMEZONE' | 'SCHEDULER_ENABLED' | 'ENABLE_DRY_RUN'
>;

export type Executions = {
  /** Runs one execution on demand. */
  readonly run: Execute;
  /** Stops the cron and waits for the executions that are running. */
  stop(): Promise<void>;
};

/** `onDemand` runs one execution; `scheduled` runs several while a backlog lasts. */
export type ExecuteBy = { readonly onDemand: Execute; readonly scheduled: Execute };

/** Starts executions by cron over all tenants, if the scheduler is enabled, and on demand. */
export const scheduleExecutions = (
  config: ScheduleConfig,
  { onDemand, scheduled }: ExecuteBy,
): Executions => {
  let running: Promise<void> = Promise.resolve();
  const track =
    (execute: Execute): Execute =>
    (options) => {
      const execution = execute({ ...options, isDryRun: options.isDryRun || config.ENABLE_DRY_RUN });
      // Without results: each would contain those of all earlier executions.
      running = Promise.allSettled([running, execution]).then(() => undefined);
      return execution;
    };
  const runScheduled = track(scheduled);
  const cron = new Cron(
    config.CRON_EXPRESSION,
    { timezone: config.CRON_TIMEZONE, paused: !config.SCHEDULER_ENABLED, protect: true },
    async () => {
      await runScheduled({ isDryRun: false }).catch(() => undefined); // The use case has logged the error. The cron goes on.
    },
  );
  return {
    run: track(onDemand),
    stop: async () => {
      cron.stop();
      await running;
    },
  };
};
