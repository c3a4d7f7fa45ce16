import { shifted, type Timestamp } from '@recordings/call-record';
import type { MissingCallsDeps } from '@recordings/missing-calls';
import type { Logger } from '@recordings/service';

/** A renewal every quarter of the lease: two may fail before it ends. */
const RENEWALS = 4;

export type ExecutionClaimDeps = {
  readonly coordination: {
    /** Takes or renews a claim. @returns whether `owner` holds it now. */
    claim(name: string, owner: string, now: Timestamp, until: Timestamp): Promise<boolean>;
    release(name: string, owner: string, now: Timestamp): Promise<void>;
  };
  /** Executions under one name run one at a time, over all poolers. */
  readonly name: string;
  readonly leaseMs: number;
  readonly now: () => Timestamp;
  readonly log: Pick<Logger, 'warn'>;
};

/**
 * The claim of executions. From `take` to `release` it is renewed, so that no second execution joins one that takes
 * longer than the lease. If the process dies, the claim ends with its lease.
 */
export const makeExecutionClaim = ({
  coordination,
  name,
  leaseMs,
  now,
  log,
}: ExecutionClaimDeps): MissingCallsDeps['claim'] => {
  const stopsByOwner = new Map<string, () => Promise<void>>();

  const renew = async (owner: string): Promise<void> => {
    try {
      if (await coordination.claim(name, owner, now(), shifted(now(), leaseMs))) return;
      log.warn(
        { event: 'execution_claim_lost', owner },
        'claim lost: another execution runs beside this one',
      );
    } catch (err) {
      log.warn({ event: 'execution_claim_not_renewed', owner, err }, 'claim not renewed; tried again');
    }
  };

  return {
    take: async (owner, at) => {
      const isTaken = await coordination.claim(name, owner, at, shifted(at, leaseMs));
      if (isTaken)
        stopsByOwner.set(
          owner,
          repeat(() => renew(owner), leaseMs / RENEWALS),
        );
      return isTaken;
    },
    release: async (owner) => {
      await stopsByOwner.get(owner)?.();
      stopsByOwner.delete(owner);
      await coordination.release(name, owner, now());
    },
  };
};

/** @returns the function that ends it; it waits for a call under way, which would take the released claim again. */
const repeat = (work: () => Promise<void>, everyMs: number): (() => Promise<void>) => {
  let underWay: Promise<void> | undefined;
  const timer = setInterval(() => {
    underWay ??= work().finally(() => {
      underWay = undefined;
    });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await underWay;
  };
};
