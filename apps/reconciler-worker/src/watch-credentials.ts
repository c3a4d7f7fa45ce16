import type { RegistryGroup } from '@recordings/call-record';
import { makeWatchCredentials } from '@recordings/ocp-access';
import { credentialFacts, type OcpCredentials } from '@recordings/ocp-client';
import {
  type Clock,
  type Logger,
  type Metrics,
  makeCredentialNotes,
  makeNote,
  runPeriodically,
} from '@recordings/service';
import type { RecoveryDeps } from '@recordings/window-recovery';

const ROUND_MS = 3_600_000;

export type CredentialUse = {
  /** OCP has accepted the credentials of this name. */
  readonly accepted: (name: string) => void;
  /** Epoch milliseconds. */
  readonly lastMs: (name: string) => number;
};

/** Remembers when credentials were accepted last. Those that were not yet count from the start of the process. */
export const makeCredentialUse = ({ now }: Pick<Clock, 'now'>): CredentialUse => {
  const startedMs = now();
  const lastMs = new Map<string, number>();
  return {
    accepted: (name) => void lastMs.set(name, now()),
    lastMs: (name) => lastMs.get(name) ?? startedMs,
  };
};

type WatchDeps = {
  readonly credentials: () => OcpCredentials;
  readonly use: CredentialUse;
  readonly groups: () => readonly RegistryGroup[];
  readonly ocpOf: RecoveryDeps['ocpOf'];
  readonly clock: Pick<Clock, 'now'>;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

/** Watches the credentials for OCP until the signal aborts. */
export const watchCredentials = (deps: WatchDeps): Promise<void> => {
  const { credentials, use, groups, ocpOf, clock, metrics, log, signal } = deps;
  const watch = makeWatchCredentials({
    facts: () => credentialFacts(credentials(), use.lastMs),
    use: async (name) => {
      const group = groups().find((registered) => registered.credentials === name);
      if (group) await ocpOf(group).listJobs(group.name, signal);
    },
    now: clock.now,
    note: makeNote(makeCredentialNotes(metrics), log),
  });
  return runPeriodically({
    everyMs: ROUND_MS,
    run: watch,
    signal,
    onError: (err) =>
      log.error(
        { event: 'credential_watch_failed', err },
        'the check of the credentials for OCP failed; it is repeated in an hour',
      ),
  });
};
