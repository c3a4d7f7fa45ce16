import { ConfigurationError } from '@recordings/service';
import { type Finding, fault } from './check.ts';
import type { Place } from './place.ts';

const SIGN_IN =
  /^(CredentialsProviderError|ExpiredToken|InvalidAccessKeyId|InvalidClientTokenId|SignatureDoesNotMatch|TokenProviderError|UnrecognizedClient)/;
const FORBIDDEN = /^(AccessDenied|AuthorizationError|Forbidden|UnauthorizedOperation)/;
const UNREACHABLE = /\b(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENOTFOUND|ETIMEDOUT|TimeoutError)\b/;

/** Says what an error of AWS or of the configuration means, and what mends it. */
export const explainFault = (error: unknown, { isLocal, prefix }: Place): Finding => {
  const names = namesOf(error);
  const said = sayFirstLine(error);
  if (error instanceof ConfigurationError)
    return fault(said, 'correct what it names: docs/environment-variables.md');
  if (names.some((name) => SIGN_IN.test(name)))
    return fault(
      `AWS does not accept the credentials of this machine: ${said}`,
      'sign in again (`aws sso login`), or set AWS_PROFILE to a role of this account',
    );
  if (names.some((name) => FORBIDDEN.test(name)))
    return fault(said, `use a role that may read the resources of ${prefix}: docs/operations.md`);
  // The SDK names some connection errors in its message only.
  if ([said, ...names].some((text) => UNREACHABLE.test(text)))
    return fault(
      `no connection: ${said}`,
      isLocal
        ? 'start the stack (`npm start`, or `docker compose up`), or correct AWS_ENDPOINT_URL'
        : 'look at AWS_REGION, and at the network of this machine',
    );
  return fault(said, 'run it again; if it stays, show this line to the developers');
};

/** Names and codes of an error and of its causes. */
export const namesOf = (error: unknown): string[] => {
  const { name, code, cause } = (error ?? {}) as Readonly<Record<'name' | 'code' | 'cause', unknown>>;
  const own = [code, name].filter((one) => typeof one === 'string');
  return cause === undefined ? own : [...own, ...namesOf(cause)];
};

const sayFirstLine = (error: unknown): string => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const [first = ''] = message.split('\n');
  return first.trim() || namesOf(error).find((one) => one !== 'Error') || name;
};
