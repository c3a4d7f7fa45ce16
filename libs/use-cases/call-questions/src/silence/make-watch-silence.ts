import { closedUntil, type TenantId, type Timestamp } from '@recordings/call-record';
import type { FindSilentGroups, SilentGroup } from './make-find-silent-groups.ts';

/** What watching for silence reports. */
export type SilenceEvent =
  | ({ readonly type: 'group_silent' } & SilentGroup)
  /** After all tenants were looked at: the silent groups, and the longest silence of one; 0 if there is none. */
  | { readonly type: 'silence_measured'; readonly groups: number; readonly longestMinutes: number }
  /** The next run tries again. */
  | { readonly type: 'silence_not_measured'; readonly tenantId: TenantId; readonly err: unknown };

export type WatchSilenceDeps = {
  readonly findSilentGroups: FindSilentGroups;
  readonly tenantIds: readonly TenantId[];
  readonly now: () => Timestamp;
  readonly note: (event: SilenceEvent) => void;
};

/**
 * Makes the function that looks once an hour, when another hour is closed, for groups that are silent. It does not throw.
 *
 * @returns the last closed hour that was looked at, for the next run.
 */
export const makeWatchSilence =
  ({ findSilentGroups, tenantIds, now, note }: WatchSilenceDeps) =>
  async (lookedUntil: Timestamp | undefined, signal: AbortSignal): Promise<Timestamp | undefined> => {
    const until = closedUntil(now());
    if (until === lookedUntil) return lookedUntil;
    const silent: SilentGroup[] = [];
    let isWhole = true;
    for (const tenantId of tenantIds) {
      if (signal.aborted) return lookedUntil;
      try {
        silent.push(...(await findSilentGroups(tenantId)));
      } catch (err) {
        isWhole = false;
        note({ type: 'silence_not_measured', tenantId, err });
      }
    }
    for (const group of silent) note({ type: 'group_silent', ...group });
    const longestMinutes = Math.max(0, ...silent.map(({ silentMinutes }) => silentMinutes));
    note({ type: 'silence_measured', groups: silent.length, longestMinutes });
    return isWhole ? until : lookedUntil;
  };
