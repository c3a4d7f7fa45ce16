import { OcpContractError } from '@recordings/reconciliation';

/** An archive that cannot be read. */
export const archiveError = (why: string, options?: ErrorOptions): OcpContractError =>
  new OcpContractError(`OCP archive: ${why}`, options);

/** An archive that is beyond our limits. A job of a shorter range has a smaller one. */
export class ArchiveTooLargeError extends OcpContractError {}
