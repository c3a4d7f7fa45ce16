import { makeFindSilentGroups, type SilentGroup } from '@recordings/call-questions';
import type { Platform } from '../../platform.ts';

/** Groups from which no call has come for longer than usual, a tenant after the other. */
export const findSilent = async ({
  stores,
  registry,
}: Pick<Platform, 'stores' | 'registry'>): Promise<SilentGroup[]> => {
  const find = makeFindSilentGroups({ counts: stores.hourCounts, registry });
  const found: SilentGroup[] = [];
  for (const { id } of registry.tenants) found.push(...(await find(id)));
  return found;
};
