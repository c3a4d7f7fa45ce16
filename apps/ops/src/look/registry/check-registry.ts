import { groupVersionOf } from '@recordings/call-record';
import { ConfigurationError, loadRegistry } from '@recordings/service';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';

/**
 * Says whether services would take a registry. Ends with 1 if they would refuse it, and says each fault and its place. As
 * JSON it has the version of each group's settings, which the evidence of a call without a recording names.
 */
export const checkRegistry = async (
  { terminal: { say, complain } }: Ops,
  address: string,
  isJson: boolean,
): Promise<ExitStatus> => {
  try {
    const { groups, tenants, linesOfBusiness } = await loadRegistry(address);
    const counts = {
      groups: groups.length,
      tenants: tenants.length,
      linesOfBusiness: linesOfBusiness.length,
    };
    const groupVersions = groups.map((group) => {
      const { tenant, name } = group;
      return { tenant, group: name, version: groupVersionOf(group) };
    });
    const valid = { address, isValid: true, ...counts, groupVersions };
    say(isJson ? JSON.stringify(valid) : sayValid(address, counts));
    return exitStatus.done;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    if (isJson) say(JSON.stringify({ address, isValid: false, fault: error.message }));
    else complain(error.message);
    return exitStatus.failed;
  }
};

const sayValid = (
  address: string,
  { groups, tenants, linesOfBusiness }: Record<'groups' | 'tenants' | 'linesOfBusiness', number>,
): string =>
  `${address} is valid: groups ${groups}, tenants ${tenants}, lines of business ${linesOfBusiness}.`;
