import type { Priority } from '@recordings/reconciliation';

/** The most urgent has the lowest rank. */
export const PRIORITY_RANK: Readonly<Record<Priority, number>> = { high: 0, normal: 1, low: 2 };
