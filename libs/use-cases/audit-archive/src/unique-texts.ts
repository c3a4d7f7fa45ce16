import type { AuditLine } from './audit-line.ts';

/** The text of each line, without those whose content an earlier line has: a call announced twice was read once. */
export const uniqueTexts = (lines: readonly AuditLine[]): string[] => {
  const texts = new Map<string, string>();
  for (const { entryId, text } of lines) if (!texts.has(entryId)) texts.set(entryId, text);
  return [...texts.values()];
};
