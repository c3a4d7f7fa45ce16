import { OcpContractError } from '@recordings/reconciliation';
import type { OcpOperation } from './dialect.ts';

/** The error for an answer that lacks what it must have. */
export const missing = (operation: OcpOperation, what: string, places: readonly string[]): OcpContractError =>
  new OcpContractError(`OCP ${operation}: unexpected answer: expected ${what} at ${places.join(' or ')}`);
