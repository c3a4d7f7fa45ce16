export { PRIORITY_RANK } from '@recordings/reconciliation';
