import type { RegistryGroup } from '@recordings/call-record';
import type { SweepDeps } from './sweep-deps.ts';

/** A group whose checkpoint cannot be read or written does not block the others. */
export const isolate = async (
  { note }: Pick<SweepDeps, 'note'>,
  { tenant: tenantId, name: groupId }: RegistryGroup,
  step: () => Promise<void>,
): Promise<void> => {
  try {
    await step();
  } catch (err) {
    note({ type: 'sweep_group_failed', tenantId, groupId, err });
  }
};
