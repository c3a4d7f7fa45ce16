import { WrongArgumentError } from '../output/wrong-argument.ts';
import type { Platform } from '../platform.ts';

/** @throws {WrongArgumentError} for a group that no worker sends requests for. */
export const checkGroup = ({ registry }: Pick<Platform, 'registry'>, group: string | undefined): void => {
  const known = [...new Set(registry.groups.map(({ name }) => String(name)))];
  if (group === undefined || known.includes(group)) return;
  throw new WrongArgumentError(`--group is "${group}"; expected one of the registry: ${known.join(', ')}`);
};
