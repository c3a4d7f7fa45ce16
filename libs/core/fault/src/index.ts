export { AWS_CREDENTIAL_FAULTS } from './aws-credential-faults.ts';
export { type Disposition, dispositionOf, type Postponed } from './disposition.ts';
export { codeOf, DomainError, faultOf } from './domain-error.ts';
export {
  NewerItemError,
  OversizedItemError,
  UnreadableItemError,
  UnwritableItemError,
} from './stored-item-errors.ts';
