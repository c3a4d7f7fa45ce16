/**
 * The version of the reconciliations, slots and windows that this service makes. It rises with a change that an older
 * service cannot read. A rewrite keeps the version that the item has, unless it makes such a change.
 *
 * 2: after the export, `exportJobStatus` of a reconciliation is `EXPORT_COMPLETED`, no longer `COMPLETED`.
 */
export const RECOVERY_SCHEMA_VERSION = 2;

/**
 * The version of those that a state machine of Step Functions drives, and the newest that this service reads. An older
 * service postpones what concerns them.
 */
export const WORKFLOW_SCHEMA_VERSION = 3;
