import type { Ops } from '../../ops.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import { type KeptWindow, openKeptWindows, type WindowFilter } from './kept-windows.ts';

/**
 * The windows that are named, or all of a tenant.
 *
 * @throws {WrongArgumentError} if neither is given, or there is no such window.
 */
export const chooseWindows = async (
  ops: Ops,
  keys: readonly string[],
  filter: WindowFilter,
): Promise<KeptWindow[]> => {
  if ((keys.length === 0) === (filter.tenant === undefined))
    throw new WrongArgumentError('expected either keys, as `replay list` names them, or --tenant');
  const { find, get } = openKeptWindows((await ops.open()).config);
  if (keys.length === 0) return find(filter);
  return Promise.all(
    keys.map(async (key) => {
      const window = await get(key);
      if (!window) throw new WrongArgumentError(`KEY is "${key}"; expected one that \`replay list\` names`);
      return window;
    }),
  );
};
