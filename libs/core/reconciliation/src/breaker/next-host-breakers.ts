import { nextBreaker } from './next-breaker.ts';
import {
  type BreakerRules,
  CLOSED_BREAKER,
  type DownloadBreakers,
  type RequestOutcome,
  type SharedBreaker,
} from './shared-breaker.ts';

/** The breaker of a host, and those of the groups whose downloads fail. */
export type HostBreakers = { readonly breaker: SharedBreaker; readonly downloads: DownloadBreakers };

/** An outage that is longer ago opens no breaker. */
const FORGET_MS = 300_000;
/** Each is in the item that is written once a second. The groups that failed last are kept. */
const MAX_GROUPS = 20;

/**
 * Moves the breakers of a host by the outcome of a request.
 *
 * Downloads of one group may fail while all else is well. So they have a breaker of their own, by the same rules, and a row
 * of outages that are all of one group opens only that one. Outages of several groups, or of a create, a poll or a listing,
 * are those of OCP.
 */
export const nextHostBreakers = (
  { breaker, downloads }: HostBreakers,
  outcome: RequestOutcome,
  rules: BreakerRules,
  nowMs: number,
): HostBreakers => {
  const { downloadOf: group } = outcome;
  if (group === undefined) {
    return { breaker: nextBreaker(withoutRowGroup(breaker), outcome, rules, nowMs), downloads };
  }
  const known = downloads[group] ?? CLOSED_BREAKER;
  const next = withoutMinutes(nextBreaker(known, outcome, rules, nowMs));
  return {
    breaker: nextByDownload(
      breaker,
      { ...outcome, isGroupPaused: known.openUntilMs !== undefined, group },
      rules,
      nowMs,
    ),
    downloads: keepRecent({ ...downloads, [group]: next }, nowMs),
  };
};

type DownloadOutcome = RequestOutcome & { readonly group: string; readonly isGroupPaused: boolean };

const nextByDownload = (
  breaker: SharedBreaker,
  { group, isGroupPaused, ...outcome }: DownloadOutcome,
  rules: BreakerRules,
  nowMs: number,
): SharedBreaker => {
  if (outcome.kind === 'answered') return nextBreaker(withoutRowGroup(breaker), outcome, rules, nowMs);
  // A download of a paused group says nothing about the host: another request tries whether OCP is back.
  if (isGroupPaused) return endTrial(countOnly(breaker, outcome, rules, nowMs), outcome);
  if (outcome.kind === 'aborted') return nextBreaker(breaker, outcome, rules, nowMs);
  const isOnlyGroup = breaker.row === 0 || breaker.rowGroup === group;
  if (!isOnlyGroup) return nextBreaker(withoutRowGroup(breaker), outcome, rules, nowMs);
  return { ...countOnly(breaker, outcome, rules, nowMs), row: breaker.row + 1, rowGroup: group };
};

const withoutRowGroup = ({ rowGroup: _, ...breaker }: SharedBreaker): SharedBreaker => breaker;

/** Only the rate of outages counts it. */
const countOnly = (
  breaker: SharedBreaker,
  outcome: RequestOutcome,
  rules: BreakerRules,
  nowMs: number,
): SharedBreaker => {
  const { minutes } = nextBreaker({ ...CLOSED_BREAKER, minutes: breaker.minutes }, outcome, rules, nowMs);
  return { ...breaker, minutes };
};

const endTrial = (breaker: SharedBreaker, { departureMs }: RequestOutcome): SharedBreaker => {
  const { trialUntilMs: _, ...rest } = breaker;
  return breaker.openUntilMs !== undefined && departureMs >= breaker.openUntilMs ? rest : breaker;
};

const withoutMinutes = (breaker: SharedBreaker): SharedBreaker => ({ ...breaker, minutes: {} });

const keepRecent = (downloads: DownloadBreakers, nowMs: number): DownloadBreakers => {
  const lastMs = ({ outagesMs, openUntilMs }: SharedBreaker): number =>
    Math.max(openUntilMs ?? 0, outagesMs.at(-1) ?? 0);
  const recent = Object.entries(downloads).filter(([, one]) => lastMs(one) > nowMs - FORGET_MS);
  return Object.fromEntries(recent.sort(([, a], [, b]) => lastMs(b) - lastMs(a)).slice(0, MAX_GROUPS));
};
