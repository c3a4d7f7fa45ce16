import type { GroupId, Registry, TenantId } from '@recordings/call-record';
import type { Rederivations } from '@recordings/missing-calls';
import type { Logger } from '@recordings/service';

type Group = { readonly tenantId: TenantId; readonly groupId: GroupId };
type Range = Parameters<Rederivations['start']>[1];
type Started = NonNullable<Awaited<ReturnType<Rederivations['start']>>>;

export type RederivationRuns = {
  readonly status: Rederivations['status'];
  /** @returns the job. Undefined if another run holds it. */
  start(group: Group, range: Range): Promise<Started['job'] | undefined>;
  /** Resumes the job of each group whose run died or failed. It ends when these runs have ended. */
  resumeAll(): Promise<void>;
  /** Waits for the runs of this process. They end soon after `signal` aborts. */
  idle(): Promise<void>;
};

/** The rederivations that this process works on. */
export const makeRederivationRuns = (
  rederivations: Rederivations,
  { registry, log, signal }: { registry: Registry; log: Logger; signal: AbortSignal },
): RederivationRuns => {
  const running = new Set<Promise<void>>();
  const track = (done: Promise<void>): Promise<void> => {
    const run = done.finally(() => running.delete(run));
    running.add(run);
    return run;
  };
  const resume = async (group: Group): Promise<void> => {
    try {
      await (await rederivations.resume(group, signal))?.done;
    } catch (err) {
      log.error({ event: 'rederivation_unreadable', ...group, err }, 'rederivation cannot be read; it waits');
    }
  };
  const resumeEach = async (): Promise<void> => {
    for (const { tenant, name } of registry.groups) {
      if (signal.aborted) return;
      await resume({ tenantId: tenant, groupId: name });
    }
  };
  return {
    status: rederivations.status,
    start: async (group, range) => {
      const started = await rederivations.start(group, range, signal);
      if (started) void track(started.done);
      return started?.job;
    },
    resumeAll: () => track(resumeEach()),
    idle: async () => {
      await Promise.all(running);
    },
  };
};
