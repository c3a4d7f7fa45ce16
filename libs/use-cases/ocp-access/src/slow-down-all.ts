import { slowDown } from '@recordings/reconciliation';
import type { OcpAccessDeps } from './ocp-access-deps.ts';
import type { SharedHost } from './shared-host.ts';
import { writeSoon } from './write-soon.ts';

/**
 * Makes all workers slow down, because OCP asked this one to.
 *
 * @param askedMs the wait that OCP asked for, if it did.
 */
export const slowDownAll = async (
  deps: OcpAccessDeps,
  shared: SharedHost,
  askedMs: number | undefined,
): Promise<void> => {
  const { host, limit, note } = deps;
  const isWritten = await writeSoon(deps, shared, (budget, nowMs) => slowDown(budget, limit, askedMs, nowMs));
  note({ type: isWritten ? 'budget_slowed' : 'budget_not_slowed', host, askedMs });
};
