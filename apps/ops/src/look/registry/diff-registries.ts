import { describeRegistryChange } from '@recordings/call-record';
import { loadRegistry } from '@recordings/service';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { findNeeds } from './find-needs.ts';
import { renderDiff } from './render-diff.ts';

/**
 * Prints what differs between two registries and what the new one needs first. Ends with 3 if nothing differs.
 *
 * @throws {ConfigurationError} if one of them is not valid.
 */
export const diffRegistries = async (
  ops: Ops,
  before: string,
  after: string,
  isJson: boolean,
): Promise<ExitStatus> => {
  const [old, next] = [await loadRegistry(before), await loadRegistry(after)];
  const change = describeRegistryChange(old, next);
  const needs = await findNeeds(ops, old, next);
  ops.terminal.say(isJson ? JSON.stringify({ ...(change && { change }), needs }) : renderDiff(change, needs));
  return change ? exitStatus.done : exitStatus.nothingFound;
};
