import { ConfigurationError, loadRegistry } from '@recordings/service';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';

/** Says whether services would take a registry. Ends with 1 if they would refuse it, and says each fault and its place. */
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
    say(isJson ? JSON.stringify({ address, isValid: true, ...counts }) : sayValid(address, counts));
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
