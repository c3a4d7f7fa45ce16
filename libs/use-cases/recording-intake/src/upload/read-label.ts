/** Texts that senders write for a missing value. OCP writes "undefined". */
const missing: ReadonlySet<string> = new Set(['', 'undefined', 'null', 'none']);

/** Reads a label of a form, a header or a path. @returns undefined if its text means a missing value. */
export const readLabel = (label: string | undefined): string | undefined =>
  label === undefined || missing.has(label.trim().toLowerCase()) ? undefined : label;
