import { glob, readFile } from 'node:fs/promises';

/** Each project's tests leave one; Nx restores it when it takes the result from its cache. */
export const readJestReports = async (): Promise<string[]> => {
  const reports: string[] = [];
  for await (const path of glob('reports/**/jest.json')) reports.push(await readFile(path, 'utf8'));
  return reports;
};
