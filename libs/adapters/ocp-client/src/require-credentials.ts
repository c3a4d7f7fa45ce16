import { OcpCredentialsError } from '@recordings/reconciliation';
import type { OcpConfig } from './ocp-config.ts';

/**
 * Makes sure that there are credentials of each name that a group has.
 *
 * @throws {OcpCredentialsError} listing the groups, by their place in the registry, whose name OCP_CREDENTIALS lacks.
 */
export const requireCredentials = (
  { OCP_CREDENTIALS: known }: Pick<OcpConfig, 'OCP_CREDENTIALS'>,
  groups: readonly { readonly credentials: string }[],
): void => {
  const missing = groups.flatMap(({ credentials }, at) =>
    known[credentials] === undefined ? [`"${credentials}" at groups[${at}].credentials`] : [],
  );
  if (missing.length > 0) {
    throw new OcpCredentialsError(
      `OCP_CREDENTIALS lacks credentials that the registry names: ${missing.join(', ')}`,
    );
  }
};
