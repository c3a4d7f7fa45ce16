import type { RegistryGroup } from '@recordings/call-record';
import { ConfigurationError } from '@recordings/service';
import type { Config } from './config.ts';

/** @throws {ConfigurationError} naming each group whose results would be posted to a host that is not allowed. */
export const requireCallbackHosts = (
  { CALLBACK_HOSTS }: Pick<Config, 'CALLBACK_HOSTS'>,
  groups: readonly Pick<RegistryGroup, 'name' | 'tenant' | 'callbackUrl'>[],
): void => {
  const refused = groups.flatMap(({ name, tenant, callbackUrl }) => {
    const host = callbackUrl === undefined ? undefined : new URL(callbackUrl).host;
    return host === undefined || CALLBACK_HOSTS.includes(host) ? [] : [`${name} of ${tenant}: ${host}`];
  });
  if (refused.length === 0) return;
  throw new ConfigurationError(`callbackUrl of a host that CALLBACK_HOSTS lacks: ${refused.join('; ')}`);
};
