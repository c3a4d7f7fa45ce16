import { type MemoryRow, measureMemory } from './measure-memory.ts';

/** Measures each size of a recording with each number of clients at once. */
export const benchMemory = async (
  sizesMB: readonly number[],
  clientCounts: readonly number[],
): Promise<MemoryRow[]> => {
  const rows: MemoryRow[] = [];
  for (const sizeMB of sizesMB) {
    for (const clients of clientCounts) {
      console.error(`measuring ${clients} x ${sizeMB} MB`);
      rows.push(await measureMemory(sizeMB, clients));
    }
  }
  return rows;
};
