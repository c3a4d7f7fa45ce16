import { UNKNOWN_TENANT } from '@recordings/call-record';
import { WrongArgumentError } from '../output/wrong-argument.ts';
import type { Platform } from '../platform.ts';

/**
 * A misspelt tenant would look like a tenant without such calls.
 *
 * @throws {WrongArgumentError} for a tenant that is neither of the registry nor an unknown one.
 */
export const checkTenant = ({ registry }: Pick<Platform, 'registry'>, asked: string): void => {
  const known = registry.tenants.map(({ id }) => id);
  if (known.some((id) => id === asked) || asked.startsWith(UNKNOWN_TENANT)) return;
  throw new WrongArgumentError(
    `--tenant is "${asked}"; expected one of the registry: ${known.join(', ')}, or ${UNKNOWN_TENANT}:{tenants of the sender}`,
  );
};
