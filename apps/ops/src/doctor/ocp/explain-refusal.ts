import {
  OcpAnswerError,
  OcpBreakerOpenError,
  OcpCredentialsError,
  OcpForbiddenHostError,
  OcpInsecureUrlError,
  OcpPausedError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import { type Finding, fault, unchecked } from '../check.ts';

/** Says why OCP did not list the jobs of a group, and what mends it. @returns undefined for an error that is not OCP's. */
export const explainRefusal = (error: unknown, name: string, group: string): Finding | undefined => {
  const said = error instanceof Error ? error.message : String(error);
  if (error instanceof OcpCredentialsError)
    return fault(
      `OCP refuses the credentials "${name}" for group ${group}: ${said}`,
      `put valid ones into OCP_CREDENTIALS under "${name}"; the workers use them within a minute; runbook ocp-credentials-refused`,
    );
  if (error instanceof OcpPausedError)
    return unchecked(
      `a person has paused the requests to OCP: ${said}`,
      'npm run ops -- resume --reason "..."',
    );
  if (error instanceof OcpBreakerOpenError)
    return unchecked(
      `OCP failed often, so no worker asks it until the wait of the circuit breaker ends: ${said}`,
      'run it again in some minutes; runbook circuit-breaker-open',
    );
  if (error instanceof OcpThrottledError)
    return unchecked(`OCP asks to wait: ${said}`, 'run it again in a minute; runbook ocp-budget-faults');
  if (error instanceof OcpForbiddenHostError)
    return fault(
      said,
      'if OCP is behind a private link, name its host in OCP_PRIVATE_HOSTS of the workers; else correct OCP_BASE_URL',
    );
  if (error instanceof OcpInsecureUrlError) return fault(said, 'set OCP_BASE_URL to https://...');
  if (error instanceof OcpUnavailableError || error instanceof OcpTimeoutError)
    return fault(
      `OCP does not answer for group ${group}: ${said}`,
      'see the check of the connection; runbook ocp-unavailable',
    );
  if (error instanceof OcpAnswerError)
    return fault(
      `OCP answers for group ${group} in a way that its export profile does not expect: ${said}`,
      'correct OCP_BASE_URL, or `api` of the export profile in the registry; docs/ocp.md says what each place means',
    );
  return undefined;
};
