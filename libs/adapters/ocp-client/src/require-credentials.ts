import { OcpCredentialsError } from '@recordings/reconciliation';
import type { OcpCredentials } from './auth/ocp-auth.ts';

/**
 * Makes sure that there are credentials of each name that a group has.
 *
 * @throws {OcpCredentialsError} listing the groups, by their place in the registry, whose name OCP_CREDENTIALS lacks.
 */
export const requireCredentials = (
  known: OcpCredentials,
  groups: readonly { readonly credentials: string }[],
): void => {
  const missing = groups.flatMap(({ credentials }, at) =>
    Object.hasOwn(known, credentials) ? [] : [`"${credentials}" at groups[${at}].credentials`],
  );
  if (missing.length > 0) {
    throw new OcpCredentialsError(
      `OCP_CREDENTIALS lacks credentials that the registry names: ${missing.join(', ')}`,
    );
  }
};
