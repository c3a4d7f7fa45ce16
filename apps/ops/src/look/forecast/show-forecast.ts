import { USUAL_ASSUMPTIONS } from '@recordings/forecast';
import type { Ops } from '../../ops.ts';
import { checkGroup } from '../../options/check-group.ts';
import { readCount } from '../../options/read-count.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import type { Platform } from '../../platform.ts';
import { checkTenant } from '../check-tenant.ts';
import { collectGroups } from './collect-groups.ts';
import { makeForecast } from './make-forecast.ts';
import { renderForecast } from './render-forecast.ts';

export type ForecastOptions = {
  readonly tenant?: string;
  readonly group?: string;
  readonly requests?: string;
  readonly json?: boolean;
};

const MAX_REQUESTS = 1_000_000;
const HOUR_MS = 3_600_000;

/** Prints what the recovery of the calls that are missing now needs. Ends with 3 if none is missing. */
export const showForecast = async (
  ops: Ops,
  { tenant, group, requests, json }: ForecastOptions,
): Promise<ExitStatus> => {
  const { say, complain } = ops.terminal;
  const maxRequests = requests === undefined ? undefined : readCount('--requests', requests, MAX_REQUESTS);
  const platform = await ops.open();
  if (tenant !== undefined) checkTenant(platform, tenant);
  checkGroup(platform, group);
  const now = ops.now();
  const filter = { ...(tenant !== undefined && { tenant }), ...(group !== undefined && { group }) };
  const { groups, withoutGroup, unreadable } = await collectGroups(platform, filter, now);
  const assumptions = { ...USUAL_ASSUMPTIONS, budget: budgetOf(platform.config, maxRequests) };
  const expiryMarginMs = platform.config.EXPIRY_MARGIN_HOURS * HOUR_MS;
  const forecast = makeForecast(groups, { assumptions, expiryMarginMs }, now);
  if (json) say(JSON.stringify({ at: now, ...forecast, withoutGroup, unreadable, assumptions }));
  else if (groups.length > 0) say(renderForecast(forecast, assumptions, now));
  if (withoutGroup > 0)
    complain(`${withoutGroup} calls are left out: the registry does not give their group to their tenant.`);
  if (unreadable > 0) complain(`${unreadable} calls are left out, because their items cannot be read.`);
  if (groups.length > 0) return exitStatus.done;
  complain('No call of a known group is missing.');
  return exitStatus.nothingFound;
};

/** @param maxRequests in place of the number of the workers. */
const budgetOf = (config: Platform['config'], maxRequests = config.OCP_MAX_REQUESTS) => ({
  maxRequests,
  periodMs: config.OCP_REQUEST_PERIOD_SECONDS * 1_000,
  slackMs: config.OCP_CLOCK_SLACK_MS,
});
