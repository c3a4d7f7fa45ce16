import type { Execution } from '@recordings/missing-calls';

export type ExecuteOptions = {
  readonly isDryRun: boolean;
  /** The execution covers only these tenants. Without it, all tenants. */
  readonly tenantIds?: readonly string[];
};

/** Runs one execution. @returns undefined if another execution runs. */
export type Execute = (options: ExecuteOptions) => Promise<Execution | undefined>;
