import { codeOf } from '@recordings/fault';
import type { Execution, ExecutionOptions } from './execution.ts';
import type { MissingCallsDeps } from './missing-calls-deps.ts';

type RecordedDeps = Pick<MissingCallsDeps, 'journal' | 'note'>;

/** Keeps how an execution began and how it ended. If that fails, the execution goes on: its calls matter more. */
export const executeRecorded = async (
  deps: RecordedDeps,
  executionId: string,
  { signal: _, ...options }: ExecutionOptions,
  execute: () => Promise<Execution>,
): Promise<Execution> => {
  const { journal } = deps;
  await attempt(deps, executionId, () => journal.start(executionId, options));
  try {
    const execution = await execute();
    const { batchId: __, plan: ___, ...figures } = execution;
    await attempt(deps, executionId, () => journal.end(executionId, { status: 'completed', figures }));
    return execution;
  } catch (error) {
    await attempt(deps, executionId, () =>
      journal.end(executionId, { status: 'failed', error: describeError(error) }),
    );
    throw error;
  }
};

const attempt = async (
  { note }: RecordedDeps,
  executionId: string,
  record: () => Promise<void>,
): Promise<void> => {
  try {
    await record();
  } catch (err) {
    note({ type: 'execution_not_recorded', executionId, err });
  }
};

const describeError = (error: unknown) => ({
  code: codeOf(error),
  message: error instanceof Error ? error.message : String(error),
});
