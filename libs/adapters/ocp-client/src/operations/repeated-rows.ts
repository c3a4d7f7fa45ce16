import { createHash } from 'node:crypto';

export type RepeatedRows = {
  /** @returns how many rows of the page were on a page before. */
  count(rows: readonly unknown[]): number;
};

/** Recognizes rows of earlier pages. An OCP that ignores our page parameter sends its first page again and again. */
export const makeRepeatedRows = (): RepeatedRows => {
  const seen = new Set<string>();
  return {
    count: (rows) => {
      const marks = rows.map((row) =>
        createHash('sha1')
          .update(JSON.stringify(row) ?? '')
          .digest('base64'),
      );
      const repeated = marks.filter((mark) => seen.has(mark)).length;
      for (const mark of marks) seen.add(mark);
      return repeated;
    },
  };
};
