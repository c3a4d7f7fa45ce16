import { DomainError } from '@recordings/fault';

/** A person must correct the configuration before the service can start. The message is for that person. */
export class ConfigurationError extends DomainError {
  readonly code = 'CONFIGURATION_INVALID';
  readonly fault = 'configuration';
}
