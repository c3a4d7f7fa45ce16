export { type Disposition, dispositionOf } from './disposition.ts';
export { codeOf, DomainError, faultOf } from './domain-error.ts';
export {
  NewerItemError,
  OversizedItemError,
  UnreadableItemError,
  UnwritableItemError,
} from './stored-item-errors.ts';
