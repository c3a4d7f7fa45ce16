export { codeOf, DomainError, faultOf, type Fault } from './domain-error.ts';
