/**
 * The version of the reconciliations, slots and windows that this service makes. It rises with a change that an older
 * service cannot read. A rewrite keeps the version that the item has.
 */
export const RECOVERY_SCHEMA_VERSION = 1;
