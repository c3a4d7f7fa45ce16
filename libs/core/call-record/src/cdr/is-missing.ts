/** OCP writes a missing value as the text "undefined"; empty and null mean the same. */
const missing = new Set<unknown>(['undefined', 'null', '', null, undefined]);

export const isMissing = (value: unknown): boolean => missing.has(value);
