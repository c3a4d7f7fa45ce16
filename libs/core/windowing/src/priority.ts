export type Priority = 'high' | 'normal' | 'low';

/** The most urgent first. */
export const PRIORITY_RANK: Readonly<Record<Priority, number>> = { high: 0, normal: 1, low: 2 };
