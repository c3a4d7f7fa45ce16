import type { Execution, ExecutionOptions } from '@recordings/missing-calls';

/** Without a scope the execution covers the calls of all tenants. */
export type ExecuteOptions = Omit<ExecutionOptions, 'signal'>;

/** Runs one execution. @returns undefined if another execution runs. */
export type Execute = (options: ExecuteOptions) => Promise<Execution | undefined>;
