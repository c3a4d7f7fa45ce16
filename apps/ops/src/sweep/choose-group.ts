import type { RegistryGroup } from '@recordings/call-record';
import { checkTenant } from '../look/check-tenant.ts';
import { checkGroup } from '../options/check-group.ts';
import { WrongArgumentError } from '../output/wrong-argument.ts';
import type { Platform } from '../platform.ts';

/** The group that is meant. @throws {WrongArgumentError} if there is none, or if tenants share it and none is named. */
export const chooseGroup = (platform: Platform, name: string, tenant?: string): RegistryGroup => {
  checkGroup(platform, name);
  if (tenant !== undefined) checkTenant(platform, tenant);
  const groups = platform.registry.groups.filter(
    (group) => group.name === name && (tenant === undefined || group.tenant === tenant),
  );
  const [group, ...others] = groups;
  if (group && others.length === 0) return group;
  if (!group)
    throw new WrongArgumentError(`--tenant is "${tenant}"; the registry gives it no group "${name}"`);
  const tenants = groups.map((one) => one.tenant).join(', ');
  throw new WrongArgumentError(`--group is "${name}", which ${tenants} share; expected --tenant beside it`);
};
