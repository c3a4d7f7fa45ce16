import { checkTenant } from '../look/check-tenant.ts';
import type { Ops } from '../ops.ts';
import { checkGroup } from '../options/check-group.ts';
import { type ExitStatus, exitStatus } from '../output/exit-status.ts';
import { findDisabledSweeps, sayDisabled } from './find-disabled.ts';
import { readSweeps } from './read-sweeps.ts';
import { renderSweeps } from './render-sweeps.ts';

export type SweepsOptions = { readonly tenant?: string; readonly group?: string; readonly json?: boolean };

/** Prints how far the sweeps of each group are. Ends with 3 if none has begun. */
export const showSweeps = async (ops: Ops, { tenant, group, json }: SweepsOptions): Promise<ExitStatus> => {
  const platform = await ops.open();
  if (tenant !== undefined) checkTenant(platform, tenant);
  checkGroup(platform, group);
  const groups = platform.registry.groups.filter(
    (one) => (tenant === undefined || one.tenant === tenant) && (group === undefined || one.name === group),
  );
  const sweeps = await readSweeps(platform, groups, ops.now());
  for (const text of json ? sweeps.map((one) => JSON.stringify(one)) : [renderSweeps(sweeps)])
    ops.terminal.say(text);
  const disabled = await findDisabledSweeps(platform.stores);
  if (disabled) ops.terminal.complain(sayDisabled(disabled));
  return sweeps.some(({ checkpoint }) => checkpoint) ? exitStatus.done : exitStatus.nothingFound;
};
