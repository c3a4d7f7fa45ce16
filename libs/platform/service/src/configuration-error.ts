import { DomainError } from '@recordings/fault';

/** Something a person has to set right before the service can start. The message is written for that person. */
export class ConfigurationError extends DomainError {
  readonly code = 'CONFIGURATION_INVALID';
  readonly fault = 'configuration';
}
